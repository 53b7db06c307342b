import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inflate } from './inflate.js'

const CONTENT = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251)
const bufferOf = (bytes: Uint8Array) => Uint8Array.from(bytes).buffer

test('a file in gzip and one that a host has decompressed have the same content', async () => {
  const same = (file: ArrayBuffer) =>
    CONTENT.length === file.byteLength && !Buffer.compare(CONTENT, Buffer.from(file))
  expect(same(await inflate(bufferOf(gzipSync(CONTENT))))).toBe(true)
  expect(same(await inflate(bufferOf(CONTENT)))).toBe(true)
})

test('an empty file and one of a byte stay as they are', async () => {
  expect((await inflate(new ArrayBuffer(0))).byteLength).toBe(0)
  expect((await inflate(bufferOf(Uint8Array.of(0x1f)))).byteLength).toBe(1)
})

test('a file that is cut is an error', async () => {
  const packed = gzipSync(CONTENT)
  await expect(inflate(bufferOf(packed.subarray(0, packed.length / 2)))).rejects.toThrow()
})
