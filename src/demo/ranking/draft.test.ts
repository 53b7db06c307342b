import { expect, test } from 'vitest'
import type { Reranker, RerankRequest, RerankResponse } from 'webrerank'
import { rankWithDraft } from './draft.js'

const REQUEST = { model: 'large', query: 'q', documents: ['a', 'b'] }

/** A state with a score by these models, in the order of the documents. */
function state(models: readonly (string | undefined)[], complete: boolean, spent: number): RerankResponse {
  const results = models.map((model, index) => ({ index, relevance_score: 0.5, ...(model && { model }) }))
  const timings = { queue: 0, load: 0, tokenize: spent, score: spent }
  const facts = { complete, scored: {}, cascade: {}, timings, cached: { scores: spent, encodings: spent } }
  return {
    model: 'large',
    results,
    usage: { prompt_tokens: spent, completion_tokens: 0, total_tokens: spent },
    meta: { tokens: { input_tokens: spent, output_tokens: 0 } },
    webrerank: facts,
  } as unknown as RerankResponse
}

function reranker(availability: string, states: readonly RerankResponse[], asked: unknown[] = []) {
  return {
    availability: async () => availability,
    async rank(request: RerankRequest) {
      asked.push(request)
      return states.at(-1)!
    },
    async *stream(request: RerankRequest) {
      asked.push(request)
      yield* states
    },
  } as unknown as Reranker
}

test('the quick model’s order is the draft, and nothing of it is in the answer', async () => {
  const states = [
    state([undefined, undefined], false, 0),
    state(['small', undefined], false, 1),
    state(['small', 'small'], false, 2),
    state(['large', 'small'], false, 4),
    state(['large', 'large'], true, 7),
  ]
  const drafts: RerankResponse[] = []
  const asked: unknown[] = []
  const answer = await rankWithDraft(reranker('available', states, asked), REQUEST, {}, 'small', (draft) =>
    drafts.push(draft),
  )
  expect(asked).toEqual([{ ...REQUEST, cascade: { first: 'small', keep: 2 } }])
  expect(drafts).toEqual([states[2]])
  expect(answer.results).toEqual([0, 1].map((index) => ({ index, relevance_score: 0.5 })))
  expect(answer.usage.total_tokens).toBe(5)
  expect(answer.meta.tokens.input_tokens).toBe(5)
  expect(answer.webrerank).toEqual({
    timings: { queue: 0, load: 0, tokenize: 5, score: 5 },
    cached: { scores: 5, encodings: 5 },
  })
})

test('a model that is not here is asked for as it is', async () => {
  const asked: unknown[] = []
  const whole = state(['large', 'large'], true, 1)
  const drafts: unknown[] = []
  const answer = await rankWithDraft(
    reranker('downloadable', [whole], asked),
    REQUEST,
    {},
    'small',
    drafts.push,
  )
  expect(asked).toEqual([REQUEST])
  expect(answer).toBe(whole)
  expect(drafts).toEqual([])
})
