import { CARD, MODEL, order, scores } from '../support/card-request.js'
import { expect, test } from '../support/site.js'

/** The guarantees of `POST /v1/rerank`, by their numbers in docs/http-api.md, on the model that ships: what is answered. */

test('guarantee 1: answers 200 with JSON, the model and tokens, from rerank() itself', async ({ shared }) => {
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

test('guarantees 2, 4: indices are those of the input; scores fall, and lie between 0 and 1', async ({
  shared,
}) => {
  const answer = await shared.fetch(CARD)
  expect(order(answer).toSorted()).toEqual([0, 1, 2, 3])
  expect(order(answer).slice(0, 2).toSorted()).toEqual([1, 3])
  expect(order(answer).at(-1)).toBe(0)
  expect(scores(answer)).toEqual(scores(answer).toSorted((a, b) => b - a))
  for (const score of scores(answer)) expect(score > 0 && score < 1).toBe(true)
  for (const { index, document } of answer.body.results)
    expect(document).toEqual({ text: CARD.documents[index] })
})

test('guarantee 3: return_documents false leaves the key out; texts come back to the letter', async ({
  shared,
}) => {
  const without = await shared.fetch({ ...CARD, return_documents: false })
  for (const result of without.body.results) expect('document' in result).toBe(false)
  const documents = ['  spaces \n\t', 'x'.repeat(20_000)]
  const kept = await shared.fetch({ ...CARD, documents, return_documents: true })
  for (const { index, document } of kept.body.results) expect(document?.text).toBe(documents[index])
})

test('guarantee 4: equal documents get equal scores, the lower index first', async ({ shared }) => {
  const answer = await shared.fetch({ ...CARD, documents: ['b', 'a vector', 'b', 'a vector', 'b'] })
  const byIndex = answer.body.results
    .toSorted((a, b) => a.index - b.index)
    .map((result) => result.relevance_score)
  expect(byIndex[0]).toBe(byIndex[2])
  expect(byIndex[0]).toBe(byIndex[4])
  expect(byIndex[1]).toBe(byIndex[3])
  expect(order(answer).filter((index) => index % 2 === 0)).toEqual([0, 2, 4])
})

test('guarantee 5: raw_scores are logits, whose sigmoid is the score', async ({ shared }) => {
  const plain = await shared.fetch(CARD)
  const raw = await shared.fetch({ ...CARD, raw_scores: true })
  expect(order(raw)).toEqual(order(plain))
  scores(raw).forEach((logit, i) => {
    expect(Math.abs(1 / (1 + Math.exp(-logit)) - scores(plain)[i]!)).toBeLessThan(1e-6)
  })
})

test('guarantee 6: top_n is a prefix of the full ranking', async ({ shared }) => {
  const full = await shared.fetch(CARD)
  const two = await shared.fetch({ ...CARD, top_n: 2 })
  expect(two.body.results).toEqual(full.body.results.slice(0, 2))
  for (const top_n of [99, null]) {
    expect((await shared.fetch({ ...CARD, top_n })).body.results).toEqual(full.body.results)
  }
})

test('guarantees 8, 21: usage counts every pair, whatever is answered', async ({ shared }) => {
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

test('guarantee 9: one document, a bare string, objects with text', async ({ shared }) => {
  expect((await shared.fetch({ ...CARD, documents: ['one'] })).body.results).toHaveLength(1)
  const bare = await shared.fetch({ ...CARD, documents: 'one' })
  expect(bare.body.results[0]!.document).toEqual({ text: 'one' })
  const mixed = await shared.fetch({ ...CARD, documents: [{ text: 'one', id: 7, title: 'vector' }, 'one'] })
  expect(mixed.body.results.map((result) => result.document)).toEqual([{ text: 'one' }, { text: 'one' }])
  expect(scores(mixed)[0]).toBe(scores(mixed)[1])
})

test('guarantee 18: a score does not depend on the other documents', async ({ shared }) => {
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

test('guarantee 25: string, URL and Request; a true Response', async ({ shared }) => {
  const results = await shared.page.evaluate(async (card) => {
    const { rerank } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
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
