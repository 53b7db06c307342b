import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rankByLogit, sigmoid } from './ranking.js'

test('ranks fall, and equal logits keep their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 })), (logits) => {
      const order = rankByLogit(logits)
      expect(order.toSorted((a, b) => a - b)).toEqual(logits.map((_, i) => i))
      order.slice(1).forEach((index, i) => {
        const [before, here] = [logits[order[i]!]!, logits[index]!]
        expect(before > here || (before === here && order[i]! < index)).toBe(true)
      })
    }),
  )
})

test('scores lie strictly between 0 and 1, and large logits still differ', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (logit) => {
      const score = sigmoid(logit)
      expect(score > 0 && score < 1).toBe(true)
    }),
  )
  expect(sigmoid(18)).toBeLessThan(sigmoid(20))
  expect(sigmoid(0)).toBe(0.5)
})
