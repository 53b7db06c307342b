import { expect, test } from 'vitest'
import { padBatch } from './padding.js'
import { readVerdicts } from './verdict.js'

const pair = (length: number) => ({ ids: new Int32Array(length), types: new Int32Array(length) })
const batch = padBatch([pair(3), pair(1)], { id: 0, multiple: 4 }, 8)
const verdict = { yes: 2, no: 0 }
/** Logits of four tokens and three words in each of two rows: 0, 1, 2... and their squares. */
const logits = Float32Array.from({ length: 24 }, (_, i) => (i % 3 === 2 ? i * i : i))

test('the last token that is no padding is read', () => {
  const found = readVerdicts({ data: logits, dims: [2, 4, 3], type: 'float32' }, batch, verdict)
  expect([...found]).toEqual([8 * 8 - 6, 14 * 14 - 12])
})

test('a graph that gives the last token alone is read as well, and numbers of 16 bits', () => {
  const data = Uint16Array.of(0x3c00, 0, 0x4000, 0xbc00, 0, 0x0001)
  const found = readVerdicts({ data, dims: [2, 1, 3], type: 'float16' }, batch, verdict)
  expect([...found]).toEqual([2 - 1, Math.fround(2 ** -24 + 1)])
})

test('an answer of another shape is refused', () => {
  const read = (dims: number[]) => () => readVerdicts({ data: logits, dims, type: 'float32' }, batch, verdict)
  expect(read([2, 3])).toThrow('2 x 3 for 2 pairs of 4 tokens')
  expect(read([2, 3, 4])).toThrow('2 x 3 x 4')
  expect(read([2, 4, 2])).toThrow('2 x 4 x 2')
})
