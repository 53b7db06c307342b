import type { BadLine, Line } from './types.js'

/** A line of more bytes is not read: it would be in memory as a whole. */
const LONGEST = 64 * 2 ** 20

const NEWLINE = 0x0a

/**
 * Lines of UTF-8, or of UTF-16 with a byte order mark, one at a time. Empty ones are left out. One that is no text is told by its
 * number, and the next ones are read.
 * @param chunks the bytes, in parts of any size
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line | BadLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 0
  for await (const bytes of splitLines(toUtf8(chunks))) {
    number++
    if (!bytes) {
      yield { number, problem: `longer than ${LONGEST} bytes` }
      continue
    }
    try {
      const text = decoder.decode(bytes)
      if (text.trim() !== '') yield { number, text }
    } catch {
      yield { number, problem: 'not valid UTF-8' }
    }
  }
}

/** The bytes as UTF-8, without a byte order mark of any kind. */
async function* toUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array()
  let decoder: TextDecoder | undefined
  const encoder = new TextEncoder()
  for await (const chunk of chunks) {
    let bytes = chunk
    if (head) {
      bytes = Buffer.concat([head, chunk])
      if (bytes.length < 3) {
        head = bytes
        continue
      }
      head = undefined
      decoder = decoderFor(bytes)
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3)
    }
    yield decoder ? encoder.encode(decoder.decode(bytes, { stream: true })) : bytes
  }
  if (head) yield head
}

function decoderFor([first, second]: Uint8Array): TextDecoder | undefined {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le')
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be')
  return undefined
}

/** The bytes of each line; nothing for one that is too long. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | undefined> {
  let parts: Uint8Array[] = []
  let length = 0
  const add = (bytes: Uint8Array) => {
    length += bytes.length
    if (length > LONGEST) parts = []
    else parts.push(bytes)
  }
  const take = () => {
    const line = length > LONGEST ? undefined : Buffer.concat(parts)
    parts = []
    length = 0
    return line
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end))
      start = end + 1
      yield take()
    }
    if (start < chunk.length) add(chunk.subarray(start))
  }
  if (length > 0) yield take()
}
