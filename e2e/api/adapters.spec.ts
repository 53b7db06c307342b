import { Document } from '@langchain/core/documents'
import { BaseDocumentCompressor } from '@langchain/core/retrievers/document_compressors'
import { TextNode } from '@llamaindex/core/schema'
import { rerank } from 'ai'
import type { Reranker } from '../../src/index.js'
import { expect, test } from '../support/site.js'

/** The adapters as they ship, with the packages they are for. */

const QUERY = 'What is a vector database?'
/** As a first stage may give them: the wrong one first, and the one that answers, {@link BEST}, behind it. */
const DOCUMENTS = [
  'What is Paris? The Eiffel Tower is a tower in Paris.',
  'A vector database stores embeddings and finds nearest neighbours.',
  'PostgreSQL is a relational database.',
]
const BEST = 1

const load = (name: string) => import(new URL(`../../dist/${name}.js`, import.meta.url).href)
let reranker: Reranker
let expected: { order: number[]; scores: number[] }

test.beforeAll(async () => {
  reranker = ((await load('server')) as typeof import('../../server/index.js')).createReranker({
    runtime: 'wasm',
  })
  const { results } = await reranker.rank({ query: QUERY, documents: DOCUMENTS })
  expected = {
    order: results.map((result) => result.index),
    scores: results.map((result) => result.relevance_score),
  }
  expect(expected.order[0]).toBe(BEST)
})
test.afterAll(() => reranker.dispose())

test('webrerank/ai-sdk: a model for rerank()', async () => {
  const { createRerankingModel } = (await load('ai-sdk')) as typeof import('../../src/integrations/ai-sdk.js')
  const model = createRerankingModel(reranker)
  const { ranking, rerankedDocuments, response, providerMetadata } = await rerank({
    ...{ model, query: QUERY, documents: DOCUMENTS },
  })
  expect(ranking.map(({ originalIndex }) => originalIndex)).toEqual(expected.order)
  expect(ranking.map(({ score }) => score)).toEqual(expected.scores)
  expect(rerankedDocuments[0]).toBe(DOCUMENTS[BEST])
  expect(response.modelId).toBe('webrerank/tiny-en')
  expect(providerMetadata?.webrerank).toMatchObject({ device: 'wasm', truncated: [] })

  const objects = DOCUMENTS.map((text, id) => ({ id, text }))
  const top = await rerank({ model, query: QUERY, documents: objects, topN: 1 })
  expect(top.rerankedDocuments).toEqual([objects[BEST]])
  expect((await rerank({ model, query: QUERY, documents: [] })).ranking).toEqual([])

  await expect(rerank({ model, query: ' ', documents: DOCUMENTS })).rejects.toMatchObject({
    code: 'invalid_request',
    param: 'query',
  })
  const abortSignal = AbortSignal.abort()
  await expect(rerank({ model, query: QUERY, documents: DOCUMENTS, abortSignal })).rejects.toThrow(/abort/i)
})

test('webrerank/langchain: a document compressor', async () => {
  const { WebRerank } = (await load('langchain')) as typeof import('../../src/integrations/langchain.js')
  const compressor = new WebRerank({ reranker, topN: 2 })
  expect(BaseDocumentCompressor.isBaseDocumentCompressor(compressor)).toBe(true)
  const documents = DOCUMENTS.map(
    (pageContent, i) => new Document({ pageContent, metadata: { i }, id: `d${i}` }),
  )
  const best = await compressor.compressDocuments(documents, QUERY)
  expect(best.map(({ id }) => id)).toEqual(expected.order.slice(0, 2).map((i) => `d${i}`))
  expect(best[0]?.metadata).toEqual({ i: BEST, relevanceScore: expected.scores[0] })
  expect(documents[BEST]?.metadata).toEqual({ i: BEST })
  expect(await compressor.compressDocuments([], QUERY)).toEqual([])
  expect(await new WebRerank({ reranker }).compressDocuments(documents, QUERY)).toHaveLength(3)
})

test('webrerank/llamaindex: a node postprocessor', async () => {
  const { WebRerank } = (await load('llamaindex')) as typeof import('../../src/integrations/llamaindex.js')
  const postprocessor = new WebRerank({ reranker, topN: 2 })
  const nodes = DOCUMENTS.map((text, i) => ({ node: new TextNode({ text, id_: `n${i}` }), score: 0 }))
  const best = await postprocessor.postprocessNodes(nodes, QUERY)
  expect(best.map(({ node }) => node.id_)).toEqual(expected.order.slice(0, 2).map((i) => `n${i}`))
  expect(best[0]?.node).toBe(nodes[BEST]?.node)
  expect(best.map(({ score }) => score)).toEqual(expected.scores.slice(0, 2))
  const parts = await postprocessor.postprocessNodes(nodes, [{ type: 'text', text: QUERY }])
  expect(parts).toEqual(best)
  expect(await postprocessor.postprocessNodes([], QUERY)).toEqual([])
  await expect(postprocessor.postprocessNodes(nodes)).rejects.toThrow(TypeError)
})
