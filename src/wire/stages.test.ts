import { describe, expect, test } from 'vitest'
import { sigmoid } from './ranking.js'
import { rankStages } from './stages.js'

const small = (logits: number[]) => ({ model: 'small', logits })
const large = (logits: Record<number, number>) => ({ model: 'large', logits: Object.assign([], logits) })

describe('scores of two models in one order', () => {
  const ranking = rankStages([large({ 1: -4, 3: 2 }), small([5, 1, -2, 3, 5])], 5)
  test('what the better model scored is above the rest, each in its own model’s order', () => {
    expect(ranking.order).toEqual([3, 1, 0, 4, 2])
    expect(ranking.scoredBy).toEqual(['small', 'large', 'small', 'large', 'small'])
    expect(ranking.modelLogits).toEqual([5, -4, -2, 2, 5])
  })
  test('the better model’s scores stay, and scores fall along the order', () => {
    expect([ranking.logits[3], ranking.logits[1]]).toEqual([2, -4])
    const scores = ranking.order.map((position) => sigmoid(ranking.logits[position]!))
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    expect(scores[1]! > scores[2]! && scores[3]! > scores[4]!).toBe(true)
  })
  test('the rest has its own score times the lowest above', () => {
    for (const position of [0, 2, 4])
      expect(sigmoid(ranking.logits[position]!)).toBeCloseTo(
        sigmoid(-4) * sigmoid(ranking.modelLogits[position]!),
        12,
      )
  })
})

test('one model alone keeps its scores, and ties go by position', () => {
  expect(rankStages([large({}), small([1, 2, 2])], 3)).toMatchObject({ order: [1, 2, 0], logits: [1, 2, 2] })
  expect(rankStages([large({ 0: 1, 1: 1 }), small([])], 2)).toMatchObject({ order: [0, 1], logits: [1, 1] })
})

test('the order holds where a score is as good as 0 or 1', () => {
  const { order, logits } = rankStages([large({ 0: -800, 1: 900 }), small([0, 0, 800, -900, 40])], 5)
  expect(order).toEqual([1, 0, 2, 4, 3])
  for (const logit of logits) expect(Number.isFinite(logit)).toBe(true)
  const sorted = order.map((position) => logits[position]!)
  expect(sorted).toEqual(sorted.toSorted((a, b) => b - a))
})
