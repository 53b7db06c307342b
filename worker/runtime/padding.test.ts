import { expect, test } from 'vitest'
import { padBatch } from './padding.js'

test('padding is masked, has the pad id and goes no further than the longest pair', () => {
  const pair = (length: number) => ({
    ids: Int32Array.from({ length }, (_, i) => i + 5),
    types: new Int32Array(length).fill(1),
  })
  const batch = padBatch([pair(3), pair(9)], { id: 1, multiple: 8 }, 12)
  expect([batch.rows, batch.columns]).toEqual([2, 12])
  expect([...batch.ids.subarray(0, 12)]).toEqual([5, 6, 7, ...Array(9).fill(1)])
  expect([...batch.mask.subarray(0, 12)]).toEqual([1, 1, 1, ...Array(9).fill(0)])
  expect([...batch.types.subarray(0, 12)]).toEqual([1, 1, 1, ...Array(9).fill(0)])
  expect([...batch.mask.subarray(12)].filter((value) => value === 1)).toHaveLength(9)
  expect(padBatch([pair(9)], { id: 0, multiple: 1 }, 512).columns).toBe(9)
})
