import { expect, test } from 'vitest'
import { CATALOGUE } from '../../src/models/catalogue/index.js'
import { longestPair } from './max-length.js'

const { window: maxLength, heads } = CATALOGUE['BAAI/bge-reranker-v2-m3']
const v2m3 = { maxLength, heads }

test('the CPU runtime and a native process take as many tokens as the model', () => {
  for (const build of ['engine', 'native'] as const)
    expect(longestPair(v2m3, { build, weights: 570e6 })).toBe(8192)
})

test('in ONNX Runtime scores of a layer, thrice, and weights, twice, fit what WASM addresses', () => {
  const longest = longestPair(v2m3, { build: 'wasm', weights: 570e6 })
  expect(longest).toBeGreaterThan(2048)
  expect(longest).toBeLessThan(8192)
  expect(3 * 4 * 16 * longest ** 2 + 2 * 570e6).toBeLessThan(2 ** 32)
  // Few heads need less.
  expect(longestPair({ ...v2m3, heads: 2 }, { build: 'wasm', weights: 60e6 })).toBe(8192)
})

test('on a GPU they fit one buffer', () => {
  const small = longestPair(v2m3, { build: 'jspi', weights: 570e6, binding: 2 ** 27 })
  expect(4 * 16 * small ** 2).toBeLessThanOrEqual(2 ** 27)
  const large = longestPair(v2m3, { build: 'jspi', weights: 570e6, binding: 2 ** 31 })
  expect(large).toBeGreaterThan(2048)
  expect(longestPair({ ...v2m3, maxLength: 512 }, { build: 'jspi', weights: 1, binding: 2 ** 27 })).toBe(512)
})

test('however large the weights are, short pairs are tried', () => {
  expect(longestPair(v2m3, { build: 'wasm', weights: 2 ** 31 })).toBe(512)
})
