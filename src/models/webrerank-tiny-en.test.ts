import { expect, test } from 'vitest'
import { describeFiles } from '../../scripts/update-card.mjs'
import files from './webrerank-tiny-en.json'

test('the card knows its files; after a training: node scripts/update-card.mjs', async () => {
  expect(files).toEqual(await describeFiles())
})
