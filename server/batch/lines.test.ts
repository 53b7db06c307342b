import { expect, test } from 'vitest'
import { readLines } from './lines.js'

async function* inParts(bytes: Uint8Array, size: number) {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

async function read(bytes: Uint8Array, size = 3) {
  const lines = []
  for await (const line of readLines(inParts(bytes, size))) lines.push(line)
  return lines
}

const TEXT = 'eins\r\n\nzwei ü 向\n{"a": "😀"}'
const LINES = [
  { number: 1, text: 'eins\r' },
  { number: 3, text: 'zwei ü 向' },
  { number: 4, text: '{"a": "😀"}' },
]

test.each([1, 2, 3, 5, 100])(
  'UTF-8 and UTF-16 with and without a byte order mark, in parts of %i',
  async (size) => {
    expect(await read(Buffer.from(TEXT), size)).toEqual(LINES)
    expect(await read(Buffer.from(`\ufeff${TEXT}`), size)).toEqual(LINES)
    const little = Buffer.from(`\ufeff${TEXT}`, 'utf16le')
    expect(await read(little, size)).toEqual(LINES)
    expect(await read(Buffer.from(little).swap16(), size)).toEqual(LINES)
  },
)

test('nothing, a line end, and a short text', async () => {
  expect(await read(Buffer.from(''))).toEqual([])
  expect(await read(Buffer.from('\n'))).toEqual([])
  expect(await read(Buffer.from('a'))).toEqual([{ number: 1, text: 'a' }])
})

test('bytes that are no text are told by their line', async () => {
  expect(await read(Buffer.from([0x61, 0x0a, 0xff, 0x0a, 0x62, 0x0a]))).toEqual([
    { number: 1, text: 'a' },
    { number: 2, problem: 'not valid UTF-8' },
    { number: 3, text: 'b' },
  ])
})
