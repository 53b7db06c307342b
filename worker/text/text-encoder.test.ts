import { expect, test } from 'vitest'
import { modelFiles } from '../../fixtures/models/files.mjs'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { companionFiles } from '../../src/models/files.js'
import { createReader } from './text-encoder.js'

const json = (name: 'tiny-bert' | 'tiny-roberta') => modelFiles(name).get('tokenizer.json')!
const table = new Uint8Array(400)

test('a model without match types needs its tokenizer alone', () => {
  const { matchTypes, ...card } = tinyEn
  expect(matchTypes).toBeDefined()
  expect(companionFiles(card)).toEqual([tinyEn.tokenizer])
  expect(createReader(card, [json('tiny-bert')]).match).toBeUndefined()
})

test('a model with match types needs their table too', () => {
  expect(companionFiles(tinyEn)).toEqual([tinyEn.tokenizer, tinyEn.matchTypes!.table])
  expect(createReader(tinyEn, [json('tiny-bert'), table]).match?.table.idf).toHaveLength(100)
})

test.each([
  ['a tokenizer that is none', new TextEncoder().encode('{}'), table, /^tokenizer\.json is no tokenizer: /],
  ['a table of another length', json('tiny-bert'), table.subarray(1), 'match.bin is no match table: a match'],
  ['a pair with four special tokens', json('tiny-roberta'), table, 'a pair with three special tokens'],
])('%s is refused', (_, tokenizer, entries, message) => {
  const read = () => createReader(tinyEn, [tokenizer, entries])
  expect(read).toThrow(message)
  expect(read).toThrow(expect.objectContaining({ code: 'integrity_failed' }))
})
