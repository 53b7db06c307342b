import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLogitGatherer } from './batch-scorer.js'

test("each document's best window is handed on once, whatever the order of the batches", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 4 }), {
        maxLength: 20,
      }),
      fc.nat(),
      (windows, seed) => {
        const logits = windows.flat()
        const counts = windows.map((values) => values.length)
        const got = new Map<number, number>()
        const gatherer = createLogitGatherer(counts, (index, logit) => {
          expect(got.has(index)).toBe(false)
          got.set(index, logit)
        })
        const order = logits
          .map((_, i) => i)
          .sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101))
        for (const index of order) gatherer.take([index], Float32Array.of(logits[index]!))
        expect([...got].sort(([a], [b]) => a - b)).toEqual(
          windows.map((values, i) => [i, Math.fround(Math.max(...values))]),
        )
      },
    ),
  )
})

test('NaN is an error, and what was finite beside it is kept', () => {
  const got: number[][] = []
  const gatherer = createLogitGatherer([1, 1], (...score) => got.push(score))
  expect(() => gatherer.take([0, 1], Float32Array.of(Number.NaN, 2))).toThrow(/NaN/)
  expect(got).toEqual([[1, 2]])
})

test('nothing is handed on where nothing is finished', () => {
  let calls = 0
  createLogitGatherer([2], () => calls++).take([0], Float32Array.of(1))
  expect(calls).toBe(0)
})
