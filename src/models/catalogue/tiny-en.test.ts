import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { describeFiles } from '../../../scripts/build/update-card.mjs'
import files from './tiny-en.json'

test('the card knows its files; after a training: node scripts/build/update-card.mjs', async () => {
  expect(files).toEqual(await describeFiles())
})

test('a later version says which it is, and brings its table of related words', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'webrerank-'))
  try {
    await cp('public/models/webrerank-tiny-en', folder, { recursive: true })
    const config = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'))
    config.webrerank.version = 7
    config.webrerank.match.related_min = 28
    await writeFile(path.join(folder, 'config.json'), JSON.stringify(config))
    await writeFile(path.join(folder, 'related.bin'), new Uint8Array(8))
    expect(await describeFiles(folder)).toMatchObject({
      version: 7,
      matchTypes: {
        table: files.matchTypes.table,
        related: { path: 'related.bin', bytes: 8, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        relatedMin: 28,
      },
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})
