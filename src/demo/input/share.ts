import type { Asked } from './history.js'

const NAME = '#s='

/** Longer addresses are cut by some messengers and mail programs. */
export const LONG_LINK = 8000

/** What was asked, as a fragment of the page's address: browsers never send that part anywhere. */
export async function toFragment({ query, documents, topN, model, device }: Asked): Promise<string> {
  const text = JSON.stringify([query, documents, topN, model, device])
  const packed = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'))
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
  const base64 = fragment.slice(NAME.length).replaceAll('-', '+').replaceAll('_', '/')
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const text = new TextDecoder().decode(await through(packed, new DecompressionStream('deflate-raw')))
  const fields: unknown = JSON.parse(text)
  if (!Array.isArray(fields) || fields.length !== 5 || !fields.every((field) => typeof field === 'string')) {
    throw new Error('not what this page writes')
  }
  const [query, documents, topN, model, device] = fields as [string, string, string, string, string]
  return { query, documents, topN, model, device: device === 'webgpu' || device === 'wasm' ? device : 'auto' }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
}
