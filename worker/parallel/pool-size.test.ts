import { expect, test } from 'vitest'
import { poolSize } from './pool-size.js'

const MB = 2 ** 20
const machine = (hardwareConcurrency: number, deviceMemory?: number) => ({
  hardwareConcurrency,
  ...(deviceMemory !== undefined && { deviceMemory }),
})

test('as many workers as cores, eight at most', () => {
  expect(poolSize({}, 2 * MB, MB, machine(1))).toBe(1)
  expect(poolSize({}, 2 * MB, MB, machine(4))).toBe(4)
  expect(poolSize({}, 2 * MB, MB, machine(64))).toBe(8)
  expect(poolSize({}, 2 * MB, MB, {})).toBe(1)
})

test('fewer where the model is large or memory is small', () => {
  expect(poolSize({}, 570 * MB, 17 * MB, machine(8, 8))).toBe(1)
  expect(poolSize({}, 23 * MB, MB, machine(8, 8))).toBe(8)
  expect(poolSize({}, 23 * MB, MB, machine(8, 2))).toBe(2)
  expect(poolSize({}, 570 * MB, 17 * MB, machine(8, 0.25))).toBe(1)
})

test('what was asked for is had', () => {
  expect(poolSize({ workers: 3 }, 570 * MB, 17 * MB, machine(1, 0.25))).toBe(3)
})

test('a model that has a share of the memory alone has fewer', () => {
  const size = (share: number, workers?: number) => poolSize({ share, workers }, 23 * MB, MB, machine(8, 8))
  expect(size(3 / 4) + size(1 / 4)).toBeLessThanOrEqual(size(1) + 1)
  expect(size(1 / 4)).toBe(2)
  expect(size(0)).toBe(1)
  expect([size(1 / 4, 5), size(0, 5)]).toEqual([5, 1])
})
