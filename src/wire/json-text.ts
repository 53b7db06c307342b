import { RerankError } from '../protocol/errors.js'

/**
 * JSON of bytes.
 * @throws RerankError `invalid_request` where they are no UTF-8 or no JSON
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    // A character in the place of what cannot be read would be ranked as if the caller had sent it.
    throw new RerankError('invalid_request', 'the body is not valid UTF-8', { cause })
  }
  if (text.trim() === '') throw new RerankError('invalid_request', 'the body is empty')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RerankError('invalid_request', `the body is not valid JSON: ${(cause as Error).message}`, {
      cause,
    })
  }
}

/** Bytes of parts as one array. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
