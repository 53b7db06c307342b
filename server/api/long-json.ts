import { randomUUID } from 'node:crypto'

/** A text of so many characters is written by itself, in parts of as many. */
const LONG_TEXT = 1024

/** Characters of a part, and those up to which an answer is written at once. */
const [PART, AT_ONCE] = [64 * 1024, 256 * 1024]

/**
 * A value as JSON. A long one is a stream, written part by part while it is read: thirty megabytes of documents at once
 * would hold up all other requests for a tenth of a second or more.
 */
export function writeJson(value: unknown): string | ReadableStream<Uint8Array> {
  const mark = randomUUID()
  const texts: string[] = []
  let length = 0
  const frame = JSON.stringify(value, (_, member) => {
    if (typeof member !== 'string' || member.length <= LONG_TEXT) return member
    length += member.length
    texts.push(member)
    return mark
  })
  if (length + frame.length <= AT_ONCE) return JSON.stringify(value)
  return toStream(partsOf(frame.split(`"${mark}"`), texts))
}

/** The frame, and between its pieces the texts. */
function* partsOf(frame: readonly string[], texts: readonly string[]): Generator<string> {
  for (const [i, piece] of frame.entries()) {
    if (i > 0) yield* quotedParts(texts[i - 1]!)
    yield piece
  }
}

function* quotedParts(text: string): Generator<string> {
  yield '"'
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PART, text.length)
    // Not between the halves of a character.
    if (end < text.length && /[\ud800-\udbff]/.test(text[end - 1]!)) end++
    yield JSON.stringify(text.slice(start, end)).slice(1, -1)
    start = end
  }
  yield '"'
}

function toStream(parts: Iterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = parts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
    },
    { highWaterMark: 0 },
  )
}
