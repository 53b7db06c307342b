import { expect, test } from 'vitest'
import { createByteBlocks } from './byte-blocks.js'
import { joinBytes } from './json-text.js'

test('parts of any length are the same bytes in few blocks, each with a buffer of its own', () => {
  const blocks = createByteBlocks()
  const bytes = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 7) & 255)
  for (let at = 0, length = 0; at < bytes.length; at += length, length = (length * 3 + 1) % 5000)
    blocks.add(bytes.subarray(at, at + length))
  const list = blocks.list()
  expect(Buffer.compare(joinBytes(list), bytes)).toBe(0)
  expect(new Set(list.map(({ buffer }) => buffer)).size).toBe(list.length)
  expect(list.length).toBeLessThan(15)
})

test('byte by byte there are as few', () => {
  const blocks = createByteBlocks()
  for (let i = 0; i < 300_000; i++) blocks.add(Uint8Array.of(i))
  expect(blocks.list().length).toBeLessThan(10)
  expect(createByteBlocks().list()).toEqual([])
})
