import { CARD, expectInvalid, MODEL } from '../support/card-request.js'
import { expect, test } from '../support/site.js'

/** The guarantees of docs/http-api.md by their numbers: what is refused, and what has no effect. */

test('guarantee 7: a top_n that is no positive integer is refused', async ({ shared }) => {
  for (const top_n of [0, -1, 1.5, '2', true]) await expectInvalid(shared.fetch({ ...CARD, top_n }), 'top_n')
})

test('guarantee 10: bad documents and queries are refused by name', async ({ shared }) => {
  for (const documents of [[], null, 7, [1], [{}], [null], ['a', 2], [{ text: 1 }], {}, undefined]) {
    await expectInvalid(shared.fetch({ ...CARD, documents }), 'documents')
  }
  for (const query of ['', '  \n', null, 7, {}, ['a'], undefined]) {
    await expectInvalid(shared.fetch({ ...CARD, query }), 'query')
  }
})

test('guarantee 13: 100 and 1,000 documents; more is 413 with the limit', async ({ shared }) => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `document ${i} of a vector store`)
  expect((await shared.fetch({ ...CARD, documents: many(100) })).body.results).toHaveLength(100)
  expect(
    (await shared.fetch({ ...CARD, documents: many(1000), return_documents: false })).body.results,
  ).toHaveLength(1000)
  const tooMany = await shared.fetch({ ...CARD, documents: many(1001) })
  expect(tooMany.status).toBe(413)
  expect(tooMany.body.error?.message).toContain('1000')
  const tooLarge = await shared.fetch({ ...CARD, documents: ['x'.repeat(2000)] }, { maxBodyBytes: 1000 })
  expect(tooLarge.status).toBe(413)
  expect(tooLarge.body.error?.message).toContain('1000')
})

test('guarantee 14: unknown fields are ignored, fields without effect are told', async ({ shared }) => {
  const answer = await shared.fetch({ ...CARD, unheard_of: 1, priority: 1, overlap_tokens: 10 })
  expect(answer.status).toBe(200)
  expect(answer.body.webrerank.warnings).toEqual([
    expect.stringContaining('priority'),
    expect.stringContaining('overlap_tokens'),
  ])
  const instructed = await shared.fetch({ ...CARD, instruction: 'Rank well' })
  expect([instructed.status, instructed.body.error?.param]).toEqual([400, 'instruction'])
})

test('guarantee 22: bad bodies, methods and paths are told apart, and nothing is sent', async ({
  shared,
}) => {
  await shared.fetch(CARD)
  const before = shared.requests.length
  for (const body of ['', '{', 'null', '[]', '"text"', '7']) {
    const answer = await shared.fetch(body)
    expect(answer.status, body).toBe(400)
    expect(answer.body.error?.code).toBe('invalid_request')
  }
  const got = await shared.fetch('', { method: 'GET' })
  expect([got.status, got.headers.allow]).toEqual([405, 'POST'])
  for (const path of ['/v1/rerank/more', '/', '/v1/embeddings', 'https://example.com/anything']) {
    expect((await shared.fetch(CARD, { path })).status, path).toBe(404)
  }
  expect(shared.requests.length).toBe(before)
})

test('guarantee 23: an unknown model is an error that SiliconFlow clients know', async ({ shared }) => {
  for (const useDefault of [true, false]) {
    const answer = await shared.fetch({ ...CARD, model: 'BAAI/no-such-model' }, { useDefault })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({
      error: { type: 'invalid_request_error', param: 'model', code: 'model_not_found' },
      code: 20012,
      message: expect.stringContaining('Model does not exist'),
      data: null,
    })
  }
})

test('guarantee 24: a model must be named, unless the reranker has one', async ({ shared }) => {
  const { model: _, ...body } = CARD
  await expectInvalid(shared.fetch(body, { useDefault: true }), 'model')
  expect((await shared.fetch(body)).body.model).toBe(MODEL)
  await expectInvalid(shared.fetch({ ...CARD, model: 7 }, { useDefault: true }), 'model')
})
