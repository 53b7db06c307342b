import { expect, test } from 'vitest'
import { ndcg, reciprocalRank } from '../../../scripts/evaluate/metrics.mjs'
import { meanOf, qualityChange, qualityOf } from './metrics.js'

test.each([
  [[0, 1, 2], [0, 0, 1], undefined],
  [[2, 0, 1], [1, 0, 2], undefined],
  [
    [1, 0, 2],
    [0, 3, 1],
    [3, 2, 1],
  ],
  [[0, 1], [0, 0], undefined],
] as [number[], number[], number[] | undefined][])(
  'as the evaluation measures them: %j, %j, %j',
  (order, relevance, judged) => {
    const grades = order.map((index) => relevance[index]!)
    const quality = qualityOf(order, relevance, judged)
    expect(quality.ndcg).toBeCloseTo(ndcg(grades, judged ?? relevance), 12)
    expect(quality.mrr).toBeCloseTo(reciprocalRank(grades), 12)
  },
)

test('how good an order was and became, and the mean over questions', () => {
  const results = [{ index: 1 }, { index: 0 }]
  const change = qualityChange({ documents: ['a', 'b'], relevance: [0, 1] }, { results })!
  expect(change.after).toEqual({ ndcg: 1, mrr: 1 })
  expect(change.before.mrr).toBe(0.5)
  expect(meanOf([change.before, change.after]).mrr).toBe(0.75)
  expect(qualityChange({ documents: ['a', 'b'] }, { results })).toBeUndefined()
})
