import { expect, test } from '../support/site.js'

/** Each dialect through the page's fetch, on the model that ships. What a dialect refuses: src/wire/handler.test.ts. */

const MODEL = 'webrerank/tiny-en'
const QUERY = 'What is a vector database?'
const DOCUMENTS = [
  'The Eiffel Tower is in Paris.',
  'A vector database stores embeddings and finds nearest neighbours.',
  'PostgreSQL is a relational database.',
]
const CARD = { model: MODEL, query: QUERY, documents: DOCUMENTS }

/** Scores by document, and the order. */
async function reference(shared: { fetch: (body: unknown) => Promise<{ body: { results: Scored[] } }> }) {
  const { results } = (await shared.fetch(CARD)).body
  const scores = results.toSorted((a, b) => a.index - b.index).map((result) => result.relevance_score)
  return { scores, order: results.map((result) => result.index) }
}

interface Scored {
  index: number
  relevance_score: number
}

test('Cohere v2: the same ranking, no documents', async ({ shared }) => {
  const { scores, order } = await reference(shared)
  const { status, body } = await shared.fetch(CARD, {
    path: 'https://api.cohere.com/v2/rerank',
    useDefault: true,
  })
  expect(status).toBe(200)
  expect(body.results).toEqual(order.map((index) => ({ index, relevance_score: scores[index] })))
  expect(body.meta).toMatchObject({ api_version: { version: '2' } })
  const unknown = await shared.fetch(
    { ...CARD, model: 'rerank-v3.5' },
    { path: '/v2/rerank', useDefault: true },
  )
  expect([unknown.status, unknown.body.message]).toEqual([404, expect.stringContaining('rerank-v3.5')])
})

test('Voyage: data, bare strings', async ({ shared }) => {
  const { scores, order } = await reference(shared)
  const request = { ...CARD, top_k: 2, return_documents: true }
  const { status, body } = await shared.fetch(request, { path: 'https://api.voyageai.com/v1/rerank' })
  expect(status).toBe(200)
  expect(body.data).toEqual(
    order.slice(0, 2).map((index) => ({ index, relevance_score: scores[index], document: DOCUMENTS[index] })),
  )
})

test('TEI: a bare array, sigmoid or raw', async ({ shared }) => {
  const { scores, order } = await reference(shared)
  const request = { query: QUERY, texts: DOCUMENTS }
  const plain = await shared.fetch(request, { path: '/rerank' })
  expect(plain.body).toEqual(order.map((index) => ({ index, score: scores[index] })))
  const raw = await shared.fetch({ ...request, raw_scores: true, return_text: true }, { path: '/rerank' })
  const [best] = raw.body as unknown as { score: number; text: string }[]
  expect(best?.text).toBe(DOCUMENTS[order[0]!])
  expect(1 / (1 + Math.exp(-best!.score))).toBeCloseTo(scores[order[0]!]!, 6)
})

test('vLLM score: the order given, one against many and pair by pair', async ({ shared }) => {
  const { scores } = await reference(shared)
  const read = (body: Record<string, unknown>) => (body.data as { score: number }[]).map((item) => item.score)
  const many = await shared.fetch({ text_1: QUERY, text_2: DOCUMENTS }, { path: '/v1/score' })
  expect(read(many.body)).toEqual(scores)
  const text_1 = DOCUMENTS.map(() => QUERY)
  const pairs = await shared.fetch({ text_1, text_2: DOCUMENTS }, { path: '/score' })
  expect(read(pairs.body)).toEqual(scores)
  expect(pairs.body.usage).toEqual(many.body.usage)
})

test('llama.cpp: the superset', async ({ shared }) => {
  const { order } = await reference(shared)
  for (const path of ['/reranking', '/v1/reranking']) {
    const { body } = await shared.fetch(CARD, { path })
    expect(body.results.map((result) => result.index)).toEqual(order)
  }
})

test('models: what may be asked for', async ({ shared }) => {
  const all = await shared.fetch('', { path: '/v1/models', method: 'GET', useDefault: true })
  expect(all.body.object).toBe('list')
  expect(all.body.data).toContainEqual(expect.objectContaining({ id: MODEL, object: 'model' }))
  const mine = await shared.fetch('', { path: '/v1/models', method: 'GET' })
  expect(mine.body.data).toHaveLength(1)
})
