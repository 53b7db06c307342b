import { expect, test } from 'vitest'
import { readRelatedTable } from './related.js'

/** Entry 2 is related to 0 and 300, entry 5 to nothing, entry 300 to 1, 2 and 7. */
const BYTES = Uint8Array.of(
  ...[3, 0, 0, 0, 5, 0, 0, 0],
  ...[2, 0, 5, 0, 44, 1],
  ...[2, 0, 3],
  ...[0],
  ...[0, 0, 44, 1, 1, 0, 2, 0, 7, 0],
  ...[0b01_00_10_01, 0b10],
)
const VOCABULARY = 301

test('relations are read by entry', () => {
  const { starts, entries, strengths } = readRelatedTable(BYTES, VOCABULARY)
  const of = (key: number) =>
    Array.from(entries.subarray(starts[key], starts[key + 1]), (entry, i) => [
      entry,
      strengths[starts[key]! + i],
    ])
  expect(of(2)).toEqual([
    [0, 1],
    [300, 2],
  ])
  expect(of(300)).toEqual([
    [1, 0],
    [2, 1],
    [7, 2],
  ])
  for (const key of [0, 1, 3, 5, 299]) expect(of(key)).toEqual([])
  expect(starts).toHaveLength(VOCABULARY + 1)
})

test('a table is read from any place of a buffer', () => {
  const moved = new Uint8Array(BYTES.length + 4)
  moved.set(BYTES, 3)
  expect(readRelatedTable(moved.subarray(3, -1), VOCABULARY)).toEqual(readRelatedTable(BYTES, VOCABULARY))
})

const changed = (at: number, value: number) => BYTES.with(at, value)

test.each([
  ['no header', BYTES.subarray(0, 7), 'of 7 bytes: no header'],
  ['a byte too few', BYTES.subarray(0, -1), 'of 29 bytes: 3 entries with 5 relations take 30'],
  ['a byte too many', Uint8Array.of(...BYTES, 0), 'of 31 bytes: 3 entries with 5 relations take 30'],
  ['counts that no file has', changed(3, 255), 'of 30 bytes: 4278190083 entries'],
  ['entries out of order', changed(8, 5), 'entries with relations: entry 5 comes after entry 5'],
  ['an entry past the vocabulary', changed(12, 45), "entry 301 is none of the vocabulary's 301"],
  ['relations out of order', changed(24, 1), 'the relations of entry 300: entry 1 comes after entry 1'],
  ['a relation past the vocabulary', changed(20, 45), 'the relations of entry 2: entry 301 is none of'],
  ['more relations told than there are', changed(16, 4), 'entry 300 has relations past the 5'],
  ['fewer relations told than there are', changed(16, 2), '1 relations belong to no entry'],
  ['a fourth strength', changed(29, 0b11), 'relation 4 has a strength of 3'],
])('%s is refused', (_, bytes, message) => {
  const read = () => readRelatedTable(bytes, VOCABULARY)
  expect(read).toThrow(RangeError)
  expect(read).toThrow(message)
})
