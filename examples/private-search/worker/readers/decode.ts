import { Unreadable } from './unreadable.js'

/** Bytes that no text file has near its beginning are looked for in so many bytes. */
const LOOKED_AT = 4096

/**
 * UTF-8, or UTF-16 where a byte order mark says so, else Windows-1252: what older files on most disks are in.
 * @throws {Unreadable} for what is no text
 */
export function decode(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.subarray(0, LOOKED_AT).includes(0)) throw new Unreadable('not a text file')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
