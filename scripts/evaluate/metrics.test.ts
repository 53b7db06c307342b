import { expect, test } from 'vitest'
import { ndcg, reciprocalRank } from './metrics.mjs'

test('nDCG@10 has linear gain and the ideal of all judged documents', () => {
  expect(ndcg([2, 1], [1, 2])).toBe(1)
  expect(ndcg([1, 2], [2, 1])).toBeCloseTo((1 + 2 / Math.log2(3)) / (2 + 1 / Math.log2(3)), 12)
  // A judged document that the first stage did not find lowers the score.
  expect(ndcg([1], [1, 1])).toBeCloseTo(1 / (1 + 1 / Math.log2(3)), 12)
  expect(ndcg([...Array(10).fill(0), 1], [1])).toBe(0)
  expect(ndcg([0], [])).toBe(0)
})

test('the reciprocal rank is that of the first relevant document', () => {
  expect(reciprocalRank([0, 0, 1, 2])).toBeCloseTo(1 / 3, 12)
  expect(reciprocalRank([...Array(10).fill(0), 1])).toBe(0)
})
