import { createCohere } from '@ai-sdk/cohere'
import { createTogetherAI } from '@ai-sdk/togetherai'
import { createVoyage } from '@ai-sdk/voyage'
import { CohereRerank } from '@langchain/cohere'
import { Document } from '@langchain/core/documents'
import { APICallError, rerank } from 'ai'
import { CohereClient, CohereClientV2, CohereError } from 'cohere-ai'
import { VoyageAIClient, VoyageAIError } from 'voyageai'
import type { Reranker } from '../../src/index.js'
import { type ApiServer, endServer, startServer } from '../support/api-server.js'
import { expect, test } from '../support/site.js'

/**
 * Clients of rerank APIs as they are on npm, pointed at webrerank: by its fetch, with their own default addresses, and
 * by the address of its server. What is left of a request's way is theirs: schemas, retries, errors.
 */

const MODEL = 'webrerank/tiny-en'
const QUERY = 'What is a vector database?'
const DOCUMENTS = [
  'The Eiffel Tower is in Paris.',
  'A vector database stores embeddings and finds nearest neighbours.',
  'PostgreSQL is a relational database.',
  'Bake the cake for forty minutes.',
]

let server: ApiServer
let reranker: Reranker
/** What any way must answer. */
let expected: { order: number[]; scores: number[] }

test.beforeAll(async () => {
  const { createReranker } = (await import(
    new URL('../../dist/server.js', import.meta.url).href
  )) as typeof import('../../server/index.js')
  reranker = createReranker({ runtime: 'wasm' })
  server = await startServer(['--runtime', 'wasm'])
  const { results } = await reranker.rank({ query: QUERY, documents: DOCUMENTS })
  expected = {
    order: results.map((result) => result.index),
    scores: results.map((result) => result.relevance_score),
  }
})
test.afterAll(async () => {
  reranker.dispose()
  await endServer(server)
})

/** How a client is pointed here, and how many requests it made. */
interface Way {
  /** Base address for a client whose own ends in this path; nothing where its default is kept. */
  base(path: string): string | undefined
  fetch: typeof fetch
  calls(): number
}

const ways: [string, () => Way][] = [
  [
    'our fetch',
    () =>
      createWay(
        () => undefined,
        (...call) => reranker.fetch(...call),
      ),
  ],
  [
    'the server',
    () =>
      createWay(
        (path) => server.url + path,
        (...call) => fetch(...call),
      ),
  ],
]

function createWay(base: Way['base'], target: typeof fetch): Way {
  let calls = 0
  return {
    base,
    fetch: (...call) => {
      calls++
      return target(...call)
    },
    calls: () => calls,
  }
}

for (const [name, open] of ways) {
  test.describe(`through ${name}`, () => {
    const providers = {
      cohere: ({ base, fetch }: Way) => {
        const baseURL = base('/v2')
        return createCohere({ apiKey: 'key', fetch, ...(baseURL && { baseURL }) })
      },
      togetherai: ({ base, fetch }: Way) => {
        const baseURL = base('/v1')
        return createTogetherAI({ apiKey: 'key', fetch, ...(baseURL && { baseURL }) })
      },
      voyage: ({ base, fetch }: Way) => {
        const baseURL = base('/voyage/v1')
        return createVoyage({ apiKey: 'key', fetch, ...(baseURL && { baseURL }) })
      },
    }
    for (const [provider, create] of Object.entries(providers)) {
      test(`AI SDK with its provider ${provider}`, async () => {
        const way = open()
        const model = create(way).reranking(MODEL)
        const all = await rerank({ model, query: QUERY, documents: DOCUMENTS })
        expect(all.ranking.map(({ originalIndex }) => originalIndex)).toEqual(expected.order)
        expect(all.ranking.map(({ score }) => score)).toEqual(expected.scores)
        expect(all.rerankedDocuments[0]).toBe(DOCUMENTS[1])
        const two = await rerank({ model, query: QUERY, documents: DOCUMENTS, topN: 2 })
        expect(two.ranking).toEqual(all.ranking.slice(0, 2))

        const objects = DOCUMENTS.map((text, id) => ({ id, text }))
        const ofObjects = await rerank({ model, query: QUERY, documents: objects, topN: 1 })
        expect(ofObjects.rerankedDocuments[0]).toEqual(objects[1])

        const calls = way.calls()
        const error = await caught(
          rerank({ model: create(way).reranking('no-such-model'), query: QUERY, documents: DOCUMENTS }),
        )
        expect(APICallError.isInstance(error)).toBe(true)
        const { statusCode, message } = error as APICallError
        expect(statusCode).toBe(provider === 'cohere' ? 404 : 400)
        // Their schemas read the message out of the error's form.
        expect(message).toMatch(/no-such-model|Model does not exist/)
        expect(way.calls()).toBe(calls + 1)
      })
    }

    test('cohere-ai, version 2 of the API', async () => {
      const way = open()
      const client = new CohereClientV2(cohereOptions(way))
      const answer = await client.rerank({ model: MODEL, query: QUERY, documents: DOCUMENTS, topN: 3 })
      expect(answer.results.map(({ index }) => index)).toEqual(expected.order.slice(0, 3))
      expect(answer.results.map(({ relevanceScore }) => relevanceScore)).toEqual(expected.scores.slice(0, 3))
      expect(answer.meta?.apiVersion?.version).toBe('2')

      const calls = way.calls()
      const error = await caught(
        client.rerank({ model: 'no-such-model', query: QUERY, documents: DOCUMENTS }),
      )
      expect(error).toBeInstanceOf(CohereError)
      expect((error as CohereError).statusCode).toBe(404)
      expect((error as CohereError).message).toContain('no-such-model')
      expect(
        ((await caught(client.rerank({ model: MODEL, query: QUERY, documents: [] }))) as CohereError)
          .statusCode,
      ).toBe(400)
      expect(way.calls()).toBe(calls + 2)
    })

    test('cohere-ai, version 1 of the API', async () => {
      const way = open()
      const client = new CohereClient(cohereOptions(way))
      const documents = DOCUMENTS.map((text) => ({ text }))
      const answer = await client.rerank({ model: MODEL, query: QUERY, documents, returnDocuments: true })
      expect(answer.results.map(({ index }) => index)).toEqual(expected.order)
      expect(answer.results.map(({ relevanceScore }) => relevanceScore)).toEqual(expected.scores)
      expect(answer.results[0]?.document?.text).toBe(DOCUMENTS[1])
      const calls = way.calls()
      const error = await caught(client.rerank({ model: MODEL, query: ' ', documents }))
      expect((error as CohereError).statusCode).toBe(400)
      expect(way.calls()).toBe(calls + 1)
    })

    test('voyageai', async () => {
      const way = open()
      const baseUrl = way.base('/voyage/v1')
      const client = new VoyageAIClient({ apiKey: 'key', fetch: way.fetch, ...(baseUrl && { baseUrl }) })
      const all = await client.rerank({ model: MODEL, query: QUERY, documents: DOCUMENTS })
      expect(all.data?.map(({ index }) => index)).toEqual(expected.order)
      expect(all.usage?.totalTokens).toBeGreaterThan(0)
      const top = await client.rerank({
        ...{ model: MODEL, query: QUERY, documents: DOCUMENTS },
        ...{ topK: 1, returnDocuments: true },
      })
      expect(top.data).toEqual([{ index: 1, relevanceScore: expected.scores[0], document: DOCUMENTS[1] }])
      const calls = way.calls()
      const error = await caught(
        client.rerank({ model: 'no-such-model', query: QUERY, documents: DOCUMENTS }),
      )
      expect(error).toBeInstanceOf(VoyageAIError)
      expect((error as VoyageAIError).statusCode).toBe(400)
      expect(way.calls()).toBe(calls + 1)
    })

    test('LangChain.js CohereRerank', async () => {
      const client = new CohereClient(cohereOptions(open()))
      // Its types are those of the cohere-ai that it brings along; the class is the same.
      const compressor = new CohereRerank({ client: client as never, model: MODEL, topN: 2 })
      const documents = DOCUMENTS.map((pageContent, id) => new Document({ pageContent, metadata: { id } }))
      const compressed = await compressor.compressDocuments(documents, QUERY)
      expect(compressed.map(({ metadata }) => metadata.id)).toEqual(expected.order.slice(0, 2))
      expect(compressed[0]?.metadata.relevanceScore).toBe(expected.scores[0])
      const ranked = await compressor.rerank(DOCUMENTS, QUERY)
      expect(ranked.map(({ index }) => index)).toEqual(expected.order.slice(0, 2))
    })

    test('plain fetch', async () => {
      const { base, fetch } = open()
      const response = await fetch(`${base('') ?? 'https://api.siliconflow.cn'}/v1/rerank`, {
        method: 'POST',
        headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
        body: JSON.stringify({ model: MODEL, query: QUERY, documents: DOCUMENTS }),
      })
      const { results } = (await response.json()) as { results: { index: number }[] }
      expect(results.map(({ index }) => index)).toEqual(expected.order)
    })
  })
}

test('an aborted AI SDK call is an abort, not an error of the API', async () => {
  const model = createCohere({ apiKey: 'key', fetch: reranker.fetch }).reranking(MODEL)
  const error = await caught(
    rerank({ model, query: QUERY, documents: DOCUMENTS, abortSignal: AbortSignal.abort(), maxRetries: 0 }),
  )
  expect((error as Error).name).toBe('AbortError')
})

function cohereOptions({ base, fetch }: Way) {
  const baseUrl = base('')
  return { token: 'key', fetch, ...(baseUrl && { baseUrl }) }
}

async function caught(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
