import { tinyEn } from '../src/models/webrerank-tiny-en.js'
import { type Answer, expect, fixture, test } from './support/test.js'

/** The promises of `POST /v1/rerank`, by their numbers in docs/wire.md, on the model that ships. */

const MODEL = 'webrerank/tiny-en'
const CARD = {
  model: MODEL,
  query: 'What is a vector database?',
  documents: [
    'The Eiffel Tower is in Paris.',
    'A vector database stores embeddings and finds nearest neighbours.',
    'PostgreSQL is a relational database.',
    'Vector databases such as Milvus or Qdrant index high-dimensional vectors for similarity search.',
  ],
}

const scores = (answer: Answer) => answer.body.results.map((result) => result.relevance_score)
const order = (answer: Answer) => answer.body.results.map((result) => result.index)

test('1: answers 200 with JSON, the model and tokens, from rerank() itself', async ({ shared }) => {
  const answer = await shared.fetch(CARD, { useDefault: true })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/json')
  expect(answer.body.model).toBe(MODEL)
  expect(answer.body.id).toMatch(/^rerank-/)
  expect(answer.body.object).toBe('list')
  const { usage, meta } = answer.body
  expect(Number.isInteger(usage.total_tokens) && usage.total_tokens > 0).toBe(true)
  expect(usage.prompt_tokens).toBe(usage.total_tokens)
  expect(meta).toEqual({
    tokens: { input_tokens: usage.total_tokens, output_tokens: 0 },
    billed_units: { search_units: 0 },
  })
  expect(answer.headers['server-timing']).toMatch(/device;desc=wasm.*load;dur=.*tokenize;dur=.*score;dur=/)
})

test('2, 4: indices are those of the input; scores fall, and lie between 0 and 1', async ({ shared }) => {
  const answer = await shared.fetch(CARD)
  expect(order(answer).toSorted()).toEqual([0, 1, 2, 3])
  expect(order(answer).slice(0, 2).toSorted()).toEqual([1, 3])
  expect(order(answer).at(-1)).toBe(0)
  expect(scores(answer)).toEqual(scores(answer).toSorted((a, b) => b - a))
  for (const score of scores(answer)) expect(score > 0 && score < 1).toBe(true)
  for (const { index, document } of answer.body.results)
    expect(document).toEqual({ text: CARD.documents[index] })
})

test('3: return_documents false leaves the key out; texts come back to the letter', async ({ shared }) => {
  const without = await shared.fetch({ ...CARD, return_documents: false })
  for (const result of without.body.results) expect('document' in result).toBe(false)
  const documents = ['  spaces \n\t', 'x'.repeat(20_000)]
  const kept = await shared.fetch({ ...CARD, documents, return_documents: true })
  for (const { index, document } of kept.body.results) expect(document?.text).toBe(documents[index])
})

test('4: equal documents get equal scores, the lower index first', async ({ shared }) => {
  const answer = await shared.fetch({ ...CARD, documents: ['b', 'a vector', 'b', 'a vector', 'b'] })
  const byIndex = answer.body.results
    .toSorted((a, b) => a.index - b.index)
    .map((result) => result.relevance_score)
  expect(byIndex[0]).toBe(byIndex[2])
  expect(byIndex[0]).toBe(byIndex[4])
  expect(byIndex[1]).toBe(byIndex[3])
  expect(order(answer).filter((index) => index % 2 === 0)).toEqual([0, 2, 4])
})

test('5: raw_scores are logits, whose sigmoid is the score', async ({ shared }) => {
  const plain = await shared.fetch(CARD)
  const raw = await shared.fetch({ ...CARD, raw_scores: true })
  expect(order(raw)).toEqual(order(plain))
  scores(raw).forEach((logit, i) => {
    expect(Math.abs(1 / (1 + Math.exp(-logit)) - scores(plain)[i]!)).toBeLessThan(1e-6)
  })
})

test('6: top_n is a prefix of the full ranking', async ({ shared }) => {
  const full = await shared.fetch(CARD)
  const two = await shared.fetch({ ...CARD, top_n: 2 })
  expect(two.body.results).toEqual(full.body.results.slice(0, 2))
  for (const top_n of [99, null]) {
    expect((await shared.fetch({ ...CARD, top_n })).body.results).toEqual(full.body.results)
  }
})

test('7: a top_n that is no positive integer is refused', async ({ shared }) => {
  for (const top_n of [0, -1, 1.5, '2', true]) await expectInvalid(shared.fetch({ ...CARD, top_n }), 'top_n')
})

test('8, 21: usage counts every pair, whatever is answered', async ({ shared }) => {
  const { usage } = (await shared.fetch(CARD)).body
  expect((await shared.fetch({ ...CARD, top_n: 1, return_documents: false })).body.usage).toEqual(usage)
  const alone = await Promise.all(
    CARD.documents.map((document) => shared.fetch({ ...CARD, documents: [document] })),
  )
  const sum = alone.reduce((total, answer) => total + answer.body.usage.total_tokens, 0)
  expect(usage.total_tokens).toBe(sum)
  const twice = await shared.fetch({ ...CARD, documents: [...CARD.documents, ...CARD.documents] })
  expect(twice.body.usage.total_tokens).toBe(2 * sum)
})

test('9: one document, a bare string, objects with text', async ({ shared }) => {
  expect((await shared.fetch({ ...CARD, documents: ['one'] })).body.results).toHaveLength(1)
  const bare = await shared.fetch({ ...CARD, documents: 'one' })
  expect(bare.body.results[0]!.document).toEqual({ text: 'one' })
  const mixed = await shared.fetch({ ...CARD, documents: [{ text: 'one', id: 7, title: 'vector' }, 'one'] })
  expect(mixed.body.results.map((result) => result.document)).toEqual([{ text: 'one' }, { text: 'one' }])
  expect(scores(mixed)[0]).toBe(scores(mixed)[1])
})

test('10: bad documents and queries are refused by name', async ({ shared }) => {
  for (const documents of [[], null, 7, [1], [{}], [null], ['a', 2], [{ text: 1 }], {}, undefined]) {
    await expectInvalid(shared.fetch({ ...CARD, documents }), 'documents')
  }
  for (const query of ['', '  \n', null, 7, {}, ['a'], undefined]) {
    await expectInvalid(shared.fetch({ ...CARD, query }), 'query')
  }
})

test('11: an empty document is scored and keeps its index', async ({ shared }) => {
  const answer = await shared.fetch({ ...CARD, documents: ['a vector database', '', ' '] })
  expect(order(answer).toSorted()).toEqual([0, 1, 2])
  expect(answer.body.results.find((result) => result.index === 1)?.document).toEqual({ text: '' })
})

test('12: any text is text', async ({ shared }) => {
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

test('12: no document can forge the structure of a pair', async ({ shared }) => {
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

test('13: 100 and 1,000 documents; more is 413 with the limit', async ({ shared }) => {
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

test('14: unknown fields are ignored, fields without effect are told', async ({ shared }) => {
  const answer = await shared.fetch({ ...CARD, unheard_of: 1, instruction: 'Rank well', overlap_tokens: 10 })
  expect(answer.status).toBe(200)
  expect(answer.body.webrerank.warnings).toEqual([
    expect.stringContaining('instruction'),
    expect.stringContaining('overlap_tokens'),
  ])
})

test('15: a long document is cut, and the answer says so', async ({ shared }) => {
  const documents = ['short', 'word '.repeat(5000)]
  const answer = await shared.fetch({ ...CARD, documents })
  expect(answer.body.webrerank.truncated).toEqual([1])
  const { usage } = (await shared.fetch({ ...CARD, documents: [documents[1]] })).body
  expect(usage.total_tokens).toBe(tinyEn.window)
})

test('16: a query longer than the window leaves room for documents', async ({ shared }) => {
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

test('17: windows of a long document, and none where truncation is forbidden', async ({ shared }) => {
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

test('18: a score does not depend on the other documents', async ({ shared }) => {
  // Without a memory, or the first score would be every later one.
  const options = { cache: false } as const
  const reverse = { ...CARD, documents: CARD.documents.toReversed(), raw_scores: true }
  const full = await shared.fetch({ ...CARD, raw_scores: true }, options)
  const reversed = await shared.fetch(reverse, options)
  for (const { index, relevance_score } of full.body.results) {
    const alone = await shared.fetch(
      { ...CARD, documents: [CARD.documents[index]], raw_scores: true },
      options,
    )
    expect(scores(alone)[0]).toBe(relevance_score)
    expect(reversed.body.results.find((result) => result.index === 3 - index)?.relevance_score).toBe(
      relevance_score,
    )
  }
})

test('22: bad bodies, methods and paths are told apart, and nothing is sent', async ({ shared }) => {
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

test('23: an unknown model is an error that SiliconFlow clients know', async ({ shared }) => {
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

test('24: a model must be named, unless the reranker has one', async ({ shared }) => {
  const { model: _, ...body } = CARD
  await expectInvalid(shared.fetch(body, { useDefault: true }), 'model')
  expect((await shared.fetch(body)).body.model).toBe(MODEL)
  await expectInvalid(shared.fetch({ ...CARD, model: 7 }, { useDefault: true }), 'model')
})

test('25: string, URL and Request; a true Response', async ({ shared }) => {
  const results = await shared.page.evaluate(async (card) => {
    const { rerank } = (await import('/site.js' as string)) as typeof import('./pages/site.js')
    const init = { method: 'POST', body: JSON.stringify(card), headers: { authorization: 'Bearer secret' } }
    const url = new URL('/v1/rerank', location.href)
    const inputs = [
      await rerank('/v1/rerank', init),
      await rerank(url, init),
      await rerank(new Request(url, init)),
      await rerank('https://api.example.com/v1/rerank', init),
    ]
    return Promise.all(
      inputs.map(async (response) => {
        const copy = response.clone()
        const [text, json] = [await copy.text(), await response.json()]
        return {
          isResponse: response instanceof Response,
          ok: response.ok,
          status: response.status,
          same: JSON.stringify(json) === text,
          used: response.bodyUsed,
          indices: json.results.map((result: { index: number }) => result.index),
        }
      }),
    )
  }, CARD)
  for (const result of results) {
    expect(result).toEqual({ ...results[0], isResponse: true, ok: true, status: 200, same: true, used: true })
  }
})

async function expectInvalid(answer: Promise<Answer>, param: string): Promise<void> {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBe(400)
  expect(body.error).toMatchObject({ code: 'invalid_request', param })
  expect(body.error?.message).toContain(param)
}
