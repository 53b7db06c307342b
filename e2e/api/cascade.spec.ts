import type { RerankRequest, RerankResponse } from '../../src/index.js'
import { expect, fixture, test } from '../support/site.js'

const TINY = 'webrerank/tiny-en'
const LARGE = fixture('tiny-xlmr')
const REQUEST: RerankRequest = {
  query: 'how to brew green tea',
  documents: [
    'A bicycle has two wheels.',
    'Green tea is best brewed below the boiling point of water.',
    'Black tea takes three minutes.',
    'Green tea is best brewed below the boiling point of water.',
    'Steep the leaves for two minutes, then take them out.',
    'Brew coffee with 60 grams a litre.',
    '',
  ],
}
const CASCADE = { cascade: { first: TINY, keep: 2 } }

const byIndex = (answer: RerankResponse) => new Map(answer.results.map((result) => [result.index, result]))

test('the small model scores all documents, the large one the best, each as it would alone', async ({
  shared,
}) => {
  const small = await shared.rank(REQUEST, { model: TINY })
  const large = await shared.rank(REQUEST, { model: LARGE })
  const answer = await shared.rank(REQUEST, { model: LARGE, ...CASCADE })
  const [alone, best] = [byIndex(small), byIndex(large)]

  expect(small.results.slice(0, 2).map(({ index }) => index)).toEqual([1, 3])
  const kept = answer.results.filter(({ model }) => model === LARGE.id)
  // Two of one text count once, so that equal documents have equal scores.
  expect(kept.map(({ index }) => index).toSorted()).toEqual(
    small.results
      .slice(0, 3)
      .map(({ index }) => index)
      .toSorted(),
  )
  expect(answer.results.slice(0, 3)).toEqual(kept)
  for (const { index, relevance_score, model_score } of kept)
    expect([relevance_score, model_score]).toEqual(Array(2).fill(best.get(index)!.relevance_score))

  const rest = answer.results.slice(3)
  expect(rest.map(({ index }) => index)).toEqual(small.results.slice(3).map(({ index }) => index))
  for (const { index, model, model_score } of rest)
    expect([model, model_score]).toEqual([TINY, alone.get(index)!.relevance_score])

  const scores = answer.results.map(({ relevance_score }) => relevance_score)
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  expect(answer.model).toBe(LARGE.id)
  expect(answer.webrerank).toMatchObject({
    cascade: { first: TINY, keep: 2 },
    scored: { [TINY]: 4, [LARGE.id]: 3 },
    complete: true,
  })
})

test('over HTTP it is a field, off unless asked for', async ({ shared }) => {
  const plain = await shared.fetch(REQUEST, { model: LARGE })
  expect(plain.body.webrerank).not.toHaveProperty('cascade')
  for (const result of plain.body.results) expect(result).not.toHaveProperty('model')
  const { body } = await shared.fetch({ ...REQUEST, ...CASCADE, top_n: 4 }, { model: LARGE })
  expect(body.results.map(({ model }) => model)).toEqual([LARGE.id, LARGE.id, LARGE.id, TINY])
  expect(body.usage.total_tokens).toBeGreaterThan(plain.body.usage.total_tokens)

  const off = await shared.fetch({ ...REQUEST, cascade: false }, { model: LARGE, ...CASCADE })
  expect(off.body.results).toEqual(plain.body.results)
  const all = await shared.fetch({ ...REQUEST, cascade: { keep: 7 } }, { model: LARGE, ...CASCADE })
  expect(all.body.results.map(({ index, relevance_score }) => [index, relevance_score])).toEqual(
    plain.body.results.map(({ index, relevance_score }) => [index, relevance_score]),
  )
  expect(all.body.webrerank).toMatchObject({ cascade: { first: TINY, keep: 7 }, scored: { [LARGE.id]: 7 } })

  const { status, body: refusal } = await shared.fetch({ ...REQUEST, cascade: { keep: 0 } }, { model: LARGE })
  expect([status, refusal.error?.param]).toEqual([400, 'cascade.keep'])
})

test('load asks for both models, and the end of the reranker ends both', async ({ shared }) => {
  const [steps, error, state] = await shared.page.evaluate(
    async ([model, cascade]) => {
      const { createReranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      const reranker = createReranker({ model, cascade })
      const steps = new Set<string>()
      await reranker.load({ onProgress: ({ step }) => void steps.add(step) })
      const ready = await reranker.availability()
      const ranking = reranker.rank({ query: 'q', documents: ['a', 'b', 'c'] })
      reranker.dispose()
      const error = await ranking.catch(({ code }) => code as string)
      return [[...steps], error, ready]
    },
    [LARGE, CASCADE.cascade] as const,
  )
  expect(steps).toContain('check')
  expect([error, state]).toEqual(['disposed', 'available'])
})

test('a deadline: nothing is scored in no time, and all in enough', async ({ shared }) => {
  // A query whose scores are not in memory: those that are take no time.
  const request = { ...REQUEST, query: 'a bicycle for the city' }
  const rank = (deadline: number) =>
    shared.page.evaluate(
      async ([request, options, deadline]) => {
        const { reranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
        return reranker(options).rank(request, { deadline })
      },
      [request, { model: LARGE, ...CASCADE }, deadline] as const,
    )
  const none = await rank(0)
  expect(none.results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(none.webrerank).toMatchObject({ complete: false, scored: {} })
  const all = await rank(600_000)
  expect(all.results).toEqual((await shared.rank(request, { model: LARGE, ...CASCADE })).results)
  expect(all.webrerank).toMatchObject({ complete: true })
  const refused = await rank(-1).catch(String)
  expect(refused).toContain('deadline must be a time in milliseconds')
})

test('a stream: orders at once, each whole, the answer last; leaving it ends the work', async ({
  shared,
}) => {
  const [states, answer, next] = await shared.page.evaluate(
    async ([request, options]) => {
      const { reranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      const one = reranker(options)
      const states: RerankResponse[] = []
      // Another query, whose scores are not in memory.
      const asked = { ...request, query: 'how long to steep tea' }
      for await (const state of one.stream(asked)) states.push(state)
      for await (const _ of one.stream({ ...request, query: 'coffee' })) break
      return [states, await one.rank(asked), await one.rank(request)] as const
    },
    [REQUEST, { model: LARGE, ...CASCADE }] as const,
  )
  expect(states[0]!.results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(states.map(({ webrerank }) => webrerank.complete)).toEqual([
    ...states.slice(1).map(() => false),
    true,
  ])
  for (const { results } of states)
    expect(results.map(({ index }) => index).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6])
  const scored = states.map(({ webrerank }) => webrerank.scored![LARGE.id] ?? 0)
  expect(scored).toEqual(scored.toSorted((a, b) => a - b))
  expect(states.at(-1)!.results).toEqual(answer.results)
  expect(next.webrerank.complete).toBe(true)
})

test('over HTTP a stream is server-sent events', async ({ shared }) => {
  const [type, text, refusal] = await shared.page.evaluate(
    async ([request, options]) => {
      const { reranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      const { fetch } = reranker(options)
      const post = (fields: object) =>
        fetch('/v1/rerank', { method: 'POST', body: JSON.stringify({ ...request, ...fields }) })
      const response = await post({ stream: true })
      const refused = await post({ stream: true, cascade: { keep: 0 } })
      return [
        response.headers.get('content-type'),
        await response.text(),
        [refused.status, (await refused.json()).error.param],
      ] as const
    },
    [REQUEST, { model: LARGE, ...CASCADE }] as const,
  )
  const states = readEvents(text)
  expect(type).toBe('text/event-stream')
  expect(states.length).toBeGreaterThan(1)
  expect(states.at(-1)!.webrerank.complete).toBe(true)
  const answer = await shared.rank({ ...REQUEST, return_documents: false }, { model: LARGE, ...CASCADE })
  expect(states.at(-1)!.results).toEqual(answer.results)
  expect(refusal).toEqual([400, 'cascade.keep'])
})

function readEvents(text: string): RerankResponse[] {
  return text
    .split('\n\n')
    .filter(Boolean)
    .map((event) => JSON.parse(event.replace(/^data: /, '')))
}
