import { RerankError } from '../protocol/errors.js'

/** What a JSON text may hold. */
export interface JsonLimits {
  /** How deep arrays and objects may be nested. */
  depth: number
  /** How many values and names there may be, about. */
  values: number
}

/** Enough for every request of the dialects, with metadata in its documents. */
export const MAX_DEPTH = 64

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Bounds what parsing a JSON text takes, before it is parsed: a text of few bytes may nest as many arrays as it has
 * bytes, which `JSON.parse` takes minutes for, or hold as many values, each of which takes ten times its bytes in memory.
 * @returns a function that is given the parts of the text, in UTF-8
 * @throws RerankError from that function: `invalid_request` past the depth, `payload_too_large` past the number
 */
export function createJsonScan({
  depth: maxDepth,
  values: maxValues,
}: JsonLimits): (part: Uint8Array) => void {
  let depth = 0
  let values = 0
  let inString = false
  let escaped = false

  const readString = (byte: number) => {
    if (escaped) escaped = false
    else if (byte === BACKSLASH) escaped = true
    else if (byte === QUOTE) inString = false
  }
  const readMark = (byte: number) => {
    if (byte === QUOTE) inString = true
    else if (byte === COMMA || byte === COLON) values++
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      values++
      depth++
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--
  }
  return (part) => {
    for (let i = 0; i < part.length; i++) {
      const byte = part[i]!
      if (inString) readString(byte)
      else {
        readMark(byte)
        if (depth > maxDepth)
          throw new RerankError('invalid_request', `the body is nested deeper than ${maxDepth} levels`)
        if (values > maxValues)
          throw new RerankError('payload_too_large', `the body has more than ${maxValues} values`, {
            details: { limit: maxValues },
          })
      }
    }
  }
}
