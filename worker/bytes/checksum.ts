import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { toHex } from '../../src/protocol/hex.js'
import { type Content, sizeOf, slices } from './content.js'

/**
 * What a file's content must hash to: its SHA-256, or for a small file of a git repository its blob id, which is a
 * SHA-1 over the length and the content. The browser's own hash functions want a file whole, and would copy it.
 */
export interface Checksum {
  kind: 'sha256' | 'git'
  hex: string
}

export interface Hasher {
  update(chunk: Uint8Array): void
  /** Of all that came. May be called once, after the last update. */
  checksum(): Checksum
}

/** @param bytes length of the file, which a blob id begins with */
export function createHasher(kind: Checksum['kind'], bytes: number): Hasher {
  const hash = kind === 'sha256' ? sha256.create() : sha1.create()
  if (kind === 'git') hash.update(new TextEncoder().encode(`blob ${bytes}\0`))
  return {
    update: (chunk) => void hash.update(chunk),
    checksum: () => ({ kind, hex: toHex(hash.digest()) }),
  }
}

/** The checksum of a content that is there. */
export async function checksumOf(content: Content, kind: Checksum['kind']): Promise<Checksum> {
  const hasher = createHasher(kind, sizeOf(content))
  for await (const part of slices(content)) hasher.update(part)
  return hasher.checksum()
}
