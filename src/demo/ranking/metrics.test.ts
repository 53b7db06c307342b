import { expect, test } from 'vitest'
import { ndcg, reciprocalRank } from '../../../scripts/evaluate/metrics.mjs'
import { qualityOf } from './metrics.js'

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
