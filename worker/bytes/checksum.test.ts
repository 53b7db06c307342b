import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createHasher } from './checksum.js'

const content = new Uint8Array(100_000).map((_, i) => i * 7)
const parts = [0, 1, 63, 64, 65, 4096, 99_999, 100_000]

test.each([
  ['sha256', ''],
  ['git', `blob ${content.length}\0`],
] as const)('%s of a file that comes in parts', (kind, header) => {
  const algorithm = kind === 'git' ? 'sha1' : 'sha256'
  const hex = createHash(algorithm).update(header).update(content).digest('hex')
  const run = (last: number) => {
    const hasher = createHasher({ kind, hex }, content.length)
    for (let i = 1; i < parts.length; i++) hasher.update(content.subarray(parts[i - 1], parts[i]! - last))
    return hasher.matches()
  }
  expect(run(0)).toBe(true)
  expect(run(1)).toBe(false)
})
