import { readFile } from 'node:fs/promises'
import { ANSWERS, CARD, MODEL } from '../support/card-request.js'
import { writeModelFile } from '../support/model-file.js'
import { expect, readAnswer, test } from '../support/server.js'

/** `webrerank serve`, as it ships, over HTTP. The wire is that of api/answers.spec.ts: here it is shown to be the same. */

test('answers what the page answers', async ({ server, shared }) => {
  // Node 20 has no relaxed SIMD: there the CPU runtime's activations have 12 bits, in the page 7.
  const raw = { ...CARD, raw_scores: true }
  const [here, there] = [await shared.fetch(raw), await readAnswer(await server.post('/v1/rerank', raw))]
  expect(there.results.map(({ index }) => index)).toEqual(here.body.results.map(({ index }) => index))
  for (const [i, { relevance_score, document }] of there.results.entries()) {
    expect(document).toEqual(here.body.results[i]!.document)
    expect(Math.abs(relevance_score - here.body.results[i]!.relevance_score)).toBeLessThan(0.1)
  }
  expect(there.usage).toEqual(here.body.usage)
  expect(there.webrerank).toMatchObject({ device: 'wasm', build: 'engine', dtype: here.body.webrerank.dtype })
})

test('onnxruntime-node ranks alike', async ({ server, start }) => {
  const native = await start(['--runtime', 'native'])
  const raw = { ...CARD, raw_scores: true, documents: [...CARD.documents, 'cake', '', 'vector'] }
  const [a, b] = [
    await readAnswer(await server.post('/v1/rerank', raw)),
    await readAnswer(await native.post('/v1/rerank', raw)),
  ]
  expect(b.webrerank.build).toBe('native')
  expect(b.results.map(({ index }) => index)).toEqual(a.results.map(({ index }) => index))
  // ONNX Runtime rounds activations to 8 bits, in rows of their own range.
  for (const [i, { relevance_score }] of b.results.entries())
    expect(Math.abs(relevance_score - a.results[i]!.relevance_score)).toBeLessThan(0.3)
})

test('the first request of docs/server.md ranks as a reader expects', async ({ server }) => {
  const [, body] = /-d '([^']+)'/.exec(await readFile('docs/server.md', 'utf8'))!
  const { results } = await readAnswer(await server.post('/v1/rerank', body!))
  expect(results.map(({ index }) => index)).toEqual([1, 0])
  expect(results[0]!.relevance_score).toBeGreaterThan(0.5)
})

test('every dialect', async ({ server }) => {
  const { query, documents } = CARD
  const cohere = await readAnswer(await server.post('/v2/rerank', CARD))
  const [best] = cohere.results
  expect(ANSWERS).toContain(best!.index)
  const voyage = await readAnswer(await server.post('/v1/rerank', { ...CARD, top_k: 1 }))
  expect(voyage.data).toEqual([{ index: best!.index, relevance_score: best!.relevance_score }])
  const tei = await (await server.post('/rerank', { query, texts: documents })).json()
  expect(tei[0]).toEqual({ index: best!.index, score: best!.relevance_score })
  const score = await readAnswer(await server.post('/v1/score', { text_1: query, text_2: documents }))
  expect(score.data).toHaveLength(documents.length)
  const models = await readAnswer(await fetch(`${server.url}/v1/models`))
  expect(models.data).toEqual([expect.objectContaining({ id: MODEL })])
})

test('bad requests: bodies, methods, paths, models', async ({ server }) => {
  for (const body of ['', '{', '[]', '7']) expect((await server.post('/v1/rerank', body)).status).toBe(400)
  const got = await fetch(`${server.url}/v1/rerank`)
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
  const lost = await server.post('/v1/embeddings', CARD)
  expect(lost.status).toBe(404)
  expect(lost.headers.get('content-type')).toBe('application/json')
  const unknown = await server.post('/v1/rerank', { ...CARD, model: 'BAAI/none' })
  expect([unknown.status, (await readAnswer(unknown)).code]).toEqual([400, 20012])
  expect((await server.post('/v2/rerank', { ...CARD, model: 'none' })).status).toBe(404)
})

test('any text is text', async ({ server }) => {
  const documents = ['👩‍👩‍👧', '向量', 'nul \u0000 in it', 'lone \ud800', '']
  const { results } = await readAnswer(await server.post('/v1/rerank', { ...CARD, documents }))
  for (const { index, document } of results) expect(document?.text).toBe(documents[index])
})

test('a model of your own, by its card; the first is the default', async ({ start }) => {
  const server = await start(['--model', await writeModelFile('tiny-bert', 'mine/tiny'), '--model', MODEL])
  const { model: _, ...unnamed } = CARD
  expect((await readAnswer(await server.post('/v1/rerank', unnamed))).model).toBe('mine/tiny')
  expect((await readAnswer(await server.post('/v1/rerank', CARD))).model).toBe(MODEL)
  // Both are here, so one may score before the other; a model that is not is never loaded for a request.
  const ask = async (first: string) =>
    readAnswer(await server.post('/v1/rerank', { ...unnamed, cascade: { first, keep: 1 } }))
  expect((await ask(MODEL)).webrerank.cascade).toMatchObject({ first: MODEL, keep: 1 })
  const streamed = await server.post('/v1/rerank', { ...unnamed, stream: true })
  expect(streamed.headers.get('content-type')).toBe('text/event-stream')
  const events = (await streamed.text()).trim().split('\n\n')
  expect(JSON.parse(events.at(-1)!.slice('data: '.length))).toMatchObject({
    ...{ model: 'mine/tiny', webrerank: { complete: true } },
  })
  expect((await ask('BAAI/bge-reranker-base')).error).toMatchObject({
    code: 'model_not_found',
    param: 'cascade.first',
  })
})
