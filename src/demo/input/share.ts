import type { Asked } from './history.js'

const NAME = '#s='

/** Longer addresses are cut by some messengers and mail programs. */
export const LONG_LINK = 8000

/**
 * Bytes that a link may inflate to: as much as the page takes of files. A few kilobytes of a fragment could else come to
 * gigabytes.
 */
const MOST_BYTES = 4e6

/**
 * What was asked, as a fragment of the page's address: browsers never send that part anywhere.
 * @returns `undefined` where it is more than {@link fromFragment} reads
 */
export async function toFragment({
  query,
  documents,
  topN,
  model,
  device,
}: Asked): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify([query, documents, topN, model, device]))
  if (bytes.length > MOST_BYTES) return undefined
  const packed = await through(bytes, new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY)
  const base64 = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(''))
  return NAME + base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * Reads a fragment.
 * @returns `undefined` where it is none of {@link toFragment}
 * @throws where it was, and is damaged
 */
export async function fromFragment(fragment: string): Promise<Asked | undefined> {
  if (!fragment.startsWith(NAME)) return undefined
  // Packed, it is not longer than what it inflates to, but for base64's third and the frames of what does not shrink.
  if (fragment.length > 2 * MOST_BYTES) throw tooLong()
  const base64 = fragment.slice(NAME.length).replaceAll('-', '+').replaceAll('_', '/')
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const inflated = await through(packed, new DecompressionStream('deflate-raw'), MOST_BYTES)
  const text = new TextDecoder('utf-8', { fatal: true }).decode(inflated)
  const fields: unknown = isFlat(text) ? JSON.parse(text) : undefined
  if (!Array.isArray(fields) || fields.length !== 5 || !fields.every((field) => typeof field === 'string')) {
    throw new Error('not what this page writes')
  }
  const [query, documents, topN, model, device] = fields as [string, string, string, string, string]
  return { query, documents, topN, model, device: device === 'webgpu' || device === 'wasm' ? device : 'auto' }
}

/** @throws where more than so many bytes come out */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > most) {
      await reader.cancel()
      throw tooLong()
    }
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

/** Whether a JSON text has one list and no other: a deep nesting takes seconds to parse. */
function isFlat(json: string): boolean {
  let inString = false
  for (let i = 1; i < json.length; i++) {
    const character = json[i]
    if (inString && character === '\\') i++
    else if (character === '"') inString = !inString
    else if (!inString && (character === '[' || character === '{')) return false
  }
  return true
}

function tooLong(): Error {
  return new Error(`a link holds ${MOST_BYTES} bytes at most`)
}
