import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ScoreChunk } from '../../src/protocol/worker-api.js'
import { createScoreSink } from './batch-scorer.js'

const document = (pairs: number[]) => ({ pairs, tokens: pairs.length * 10, truncated: pairs.length > 1 })

test("each document's best window is handed on once, whatever the order of the batches", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 4 }), {
        maxLength: 20,
      }),
      fc.nat(),
      (windows, seed) => {
        const logits = windows.flat()
        let pair = 0
        const documents = windows.map((values) => document(values.map(() => pair++)))
        const got = new Map<number, number>()
        const sink = createScoreSink(
          documents,
          ({ indices, logits: best }) => {
            indices.forEach((index, i) => {
              expect(got.has(index)).toBe(false)
              got.set(index, best[i]!)
            })
          },
          0,
        )
        const order = logits
          .map((_, i) => i)
          .sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101))
        for (const index of order) sink.take([index], Float32Array.of(logits[index]!))
        expect([...got].sort(([a], [b]) => a - b)).toEqual(
          windows.map((values, i) => [i, Math.fround(Math.max(...values))]),
        )
      },
    ),
  )
})

test('NaN is an error, and what was finite beside it is kept', () => {
  const chunks: ScoreChunk[] = []
  const sink = createScoreSink([document([0]), document([1])], (chunk) => chunks.push(chunk), 1e9)
  expect(() => sink.take([0, 1], Float32Array.of(Number.NaN, 2))).toThrow(/NaN/)
  sink.flush()
  expect(chunks.map(({ indices, logits }) => [[...indices], [...logits]])).toEqual([[[1], [2]]])
})

test('nothing is handed on where nothing is finished', () => {
  let calls = 0
  createScoreSink([document([0])], () => calls++, 0).flush()
  expect(calls).toBe(0)
})
