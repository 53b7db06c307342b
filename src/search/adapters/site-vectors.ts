import type { TextVectors } from '../vectors.js'

/** The file that `webrerank index` writes into Pagefind's folder. */
export const VECTORS_FILE = 'webrerank-vectors.bin'

/** Vectors of all sections of a site. */
export interface SiteVectors extends TextVectors {
  /** Pages in the order of their rows: Pagefind's id of each, and how many sections it has, as `sectionsOf` cuts it. */
  pages: readonly (readonly [id: string, sections: number])[]
}

/** First bytes of the file, which are its format's name and version. */
const MAGIC = new TextEncoder().encode('wrv1')
/** Behind the first bytes: the length of the header. */
const HEADER = MAGIC.length + 4

/** The file: `wrv1`, the length of a header (uint32, little-endian), the header as JSON (all but the numbers), the numbers. */
export function writeSiteVectors({ data, ...header }: SiteVectors): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header))
  const bytes = new Uint8Array(HEADER + json.length + data.length)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint32(MAGIC.length, json.length, true)
  bytes.set(json, HEADER)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.length), HEADER + json.length)
  return bytes
}

/** @throws Error where the bytes are no such file, or not all of it */
export function readSiteVectors(bytes: Uint8Array): SiteVectors {
  if (bytes.length < HEADER || MAGIC.some((byte, i) => bytes[i] !== byte))
    throw new Error('it was not written by webrerank index, or by another version of it')
  const start = HEADER + new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true)
  if (start > bytes.length) throw new Error('its end is missing')
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER, start))) as Omit<
    SiteVectors,
    'data'
  >
  const rows = header.pages.reduce((sum, [, sections]) => sum + sections, 0)
  if (bytes.length !== start + rows * header.size) throw new Error('its end is missing')
  return { ...header, data: new Int8Array(bytes.buffer, bytes.byteOffset + start, rows * header.size) }
}
