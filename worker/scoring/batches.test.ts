import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CPU_LIMITS, GPU_LIMITS, planBatches } from './batches.js'

const lengths = fc.array(fc.integer({ min: 1, max: 8192 }), { maxLength: 300 })

test('scattering the batches back is the identity', () => {
  fc.assert(
    fc.property(lengths, fc.constantFrom(CPU_LIMITS, GPU_LIMITS), (values, limits) => {
      const seen = planBatches(values, limits).flat()
      expect(seen.toSorted((a, b) => a - b)).toEqual(values.map((_, index) => index))
    }),
  )
})

test('on the CPU each pair is alone, in order', () => {
  expect(planBatches([9, 3, 7], CPU_LIMITS)).toEqual([[0], [1], [2]])
})

test('on the GPU a batch stays within its limits, unless a single pair exceeds them', () => {
  fc.assert(
    fc.property(lengths, (values) => {
      for (const batch of planBatches(values, GPU_LIMITS)) {
        const columns = Math.ceil(Math.max(...batch.map((index) => values[index]!)) / 8) * 8
        if (batch.length === 1) continue
        expect(batch.length).toBeLessThanOrEqual(GPU_LIMITS.pairs)
        expect(batch.length * columns).toBeLessThanOrEqual(GPU_LIMITS.tokens)
        expect(batch.length * columns * columns).toBeLessThanOrEqual(GPU_LIMITS.attention)
      }
    }),
  )
})
