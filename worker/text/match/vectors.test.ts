import { expect, test } from 'vitest'
import { createCompare } from './similarity.js'
import { readWordVectors } from './vectors.js'

/** Three entries with two coordinates: [1, 0] of weight 10, [0, 7] of weight 3, [-7, 7] of weight 0. */
const BYTES = Uint8Array.of(10, 3, 0, 0x89, 0xf8, 0xf1)
const ids = (...values: number[]) => Int32Array.from(values)
const compare = (query: Int32Array, document: Int32Array, shared = new Uint8Array(document.length)) =>
  createCompare(readWordVectors(BYTES, 3), query)(document, shared)

test('a table has weights, then coordinates of four bits', () => {
  expect(readWordVectors(BYTES, 3)).toEqual({
    size: 2,
    coordinates: Int8Array.of(1, 0, 0, 7, -7, 7),
    weights: Uint8Array.of(10, 3, 0),
  })
})

test.each([
  ['of another length', BYTES.subarray(1), 'of 5 bytes: not the same number for each of 3 entries'],
  ['without coordinates', BYTES.subarray(3), 'of 3 bytes'],
  ['with a coordinate of -8', BYTES.with(4, 0x80), 'entry 1 has a coordinate of -8'],
])('a table %s is refused', (_, bytes, message) => {
  expect(() => readWordVectors(bytes, 3)).toThrow(RangeError)
  expect(() => readWordVectors(bytes, 3)).toThrow(message)
})

test('texts are as alike as the sums of their vectors', () => {
  expect(compare(ids(0), ids(0, 0))).toEqual({ whole: 1, window: 1, other: 1 })
  expect(compare(ids(0), ids(1))).toEqual({ whole: 0, window: 0, other: 0 })
  // [10, 0] and [10, 21]
  expect(compare(ids(0), ids(0, 1)).whole).toBe(100 / Math.sqrt(100 * 541))
})

test('tokens that the query has too do not count among the others', () => {
  expect(compare(ids(0), ids(0, 1), Uint8Array.of(1, 0)).other).toBe(0)
})

test('the most similar window tells of a long text, the whole of all of it', () => {
  const long = ids(...Array(64).fill(1), ...Array(32).fill(0), ...Array(64).fill(1))
  const { whole, window } = compare(ids(0), long)
  expect(window).toBe(1)
  expect(whole).toBeLessThan(0.2)
})

test('nothing is like a text without weight, or without tokens', () => {
  const none = { whole: 0, window: 0, other: 0 }
  expect(compare(ids(), ids(0))).toEqual(none)
  expect(compare(ids(0), ids())).toEqual(none)
  expect(compare(ids(2), ids(0))).toEqual(none)
  expect(compare(ids(0), ids(2, 99))).toEqual(none)
})
