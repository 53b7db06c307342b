import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { checksumOf, createHasher } from './checksum.js'

const content = new Uint8Array(100_000).map((_, i) => i * 7)
const parts = [0, 1, 63, 64, 65, 4096, 99_999, 100_000]

test.each([
  ['sha256', ''],
  ['git', `blob ${content.length}\0`],
] as const)('%s of a file that comes in parts', async (kind, header) => {
  const algorithm = kind === 'git' ? 'sha1' : 'sha256'
  const hex = createHash(algorithm).update(header).update(content).digest('hex')
  const run = (last: number) => {
    const hasher = createHasher(kind, content.length)
    for (let i = 1; i < parts.length; i++) hasher.update(content.subarray(parts[i - 1], parts[i]! - last))
    return hasher.checksum()
  }
  expect(run(0)).toEqual({ kind, hex })
  expect(await checksumOf(content, kind)).toEqual({ kind, hex })
  expect(run(1)).not.toEqual({ kind, hex })
})
