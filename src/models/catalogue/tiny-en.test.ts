import { expect, test } from 'vitest'
import { describeFiles } from '../../../scripts/build/update-card.mjs'
import files from './tiny-en.json'

test('the card knows its files; after a training: node scripts/build/update-card.mjs', async () => {
  expect(files).toEqual(await describeFiles())
})
