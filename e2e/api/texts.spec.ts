import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { CARD, expectInvalid, order, scores } from '../support/card-request.js'
import { expect, fixture, test } from '../support/site.js'

/** The guarantees of docs/http-api.md by their numbers: texts of any kind and any length. */

test('guarantee 11: an empty document is scored and keeps its index', async ({ shared }) => {
  const answer = await shared.fetch({ ...CARD, documents: ['a vector database', '', ' '] })
  expect(order(answer).toSorted()).toEqual([0, 1, 2])
  expect(answer.body.results.find((result) => result.index === 1)?.document).toEqual({ text: '' })
})

test('guarantee 12: any text is text', async ({ shared }) => {
  const documents = [
    '👩‍👩‍👧 emoji',
    '向量数据库',
    'قاعدة بيانات',
    'nul \u0000 in it',
    'lone \ud800 and \udfff',
    '\u202Ertl',
  ]
  const answer = await shared.fetch({ ...CARD, query: 'vector \ud83d [SEP] </s>', documents })
  expect(answer.status).toBe(200)
  for (const { index, document } of answer.body.results) expect(document?.text).toBe(documents[index])
})

test('guarantee 12: no document can forge the structure of a pair', async ({ shared }) => {
  for (const [name, separator] of [
    ['tiny-bert', '[SEP]'],
    ['tiny-roberta', '</s>'],
    ['tiny-xlmr', '</s>'],
  ] as const) {
    const options = { model: fixture(name), device: 'wasm' as const }
    const tokens = async (document: string) =>
      (await shared.rank({ query: 'a', documents: [document] }, options)).usage.total_tokens
    // A forged separator would be one token; a text of five signs is more.
    expect((await tokens(separator)) - (await tokens(''))).toBeGreaterThan(1)
  }
})

test('guarantee 15: a long document is cut, and the answer says so', async ({ shared }) => {
  const documents = ['short', 'word '.repeat(5000)]
  const answer = await shared.fetch({ ...CARD, documents })
  expect(answer.body.webrerank.truncated).toEqual([1])
  const { usage } = (await shared.fetch({ ...CARD, documents: [documents[1]] })).body
  expect(usage.total_tokens).toBe(tinyEn.window)
})

test('guarantee 16: a query longer than the window leaves room for documents', async ({ shared }) => {
  const query = 'vector '.repeat(2000)
  const answer = await shared.fetch({
    ...CARD,
    query,
    documents: ['a vector database', 'a cake '.repeat(300)],
  })
  expect(answer.status).toBe(200)
  expect(answer.body.webrerank.truncated).toEqual([0, 1])
  expect(answer.body.usage.total_tokens).toBeLessThan(2 * tinyEn.window)
  expect(scores(answer)[0]).not.toBe(scores(answer)[1])
})

test('guarantee 17: windows of a long document, and none where truncation is forbidden', async ({
  shared,
}) => {
  const documents = [`${'filler text here '.repeat(400)} A vector database stores embeddings.`]
  const head = await shared.fetch({ ...CARD, documents })
  const windows = await shared.fetch({ ...CARD, documents, max_chunks_per_doc: 30, overlap_tokens: 20 })
  expect(scores(windows)[0]!).toBeGreaterThanOrEqual(scores(head)[0]!)
  expect(windows.body.usage.total_tokens).toBeGreaterThan(head.body.usage.total_tokens)
  expect(windows.body.webrerank.truncated).toEqual([])
  for (const overlap_tokens of [-1, 81, 1.5, '3']) {
    await expectInvalid(shared.fetch({ ...CARD, overlap_tokens }), 'overlap_tokens')
  }
  const short = await shared.fetch({ ...CARD, documents, max_tokens_per_doc: 10 })
  expect(short.body.usage.total_tokens).toBeLessThan(40)
  expect(short.body.webrerank.truncated).toEqual([0])
  const refused = await shared.fetch({ ...CARD, documents, truncate: false })
  expect(refused.status).toBe(400)
  expect(refused.body.error?.message).toContain(String(tinyEn.window))
  expect((await shared.fetch({ ...CARD, truncate: false })).status).toBe(200)
})
