import { expect, test } from 'vitest'
import { modelFiles } from '../../fixtures/models/files.mjs'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { companionFiles } from '../../src/models/files.js'
import { createPairInput } from './pair-input.js'

const json = (name: 'tiny-bert' | 'tiny-roberta') => modelFiles(name).get('tokenizer.json')!
const table = new Uint8Array(400)
// The embedded model as it was before it had related words.
const { related: _, vectors: __, ...types } = tinyEn.matchTypes!
const plain = { ...tinyEn, matchTypes: types }

test('a model without match types needs its tokenizer alone', () => {
  const { matchTypes, ...card } = tinyEn
  expect(matchTypes).toBeDefined()
  expect(companionFiles(card)).toEqual([tinyEn.tokenizer])
  expect(createPairInput(card, [json('tiny-bert')]).match).toBeUndefined()
})

test('a model with match types needs their table too', () => {
  expect(companionFiles(plain)).toEqual([plain.tokenizer, plain.matchTypes!.table])
  expect(createPairInput(plain, [json('tiny-bert'), table]).match?.table.idf).toHaveLength(100)
})

test('tables of related words and of vectors come after it, and before the head', () => {
  const related = { path: 'related.bin' }
  const file = (path: string) => ({ path })
  const card = {
    ...tinyEn,
    matchTypes: { ...types, related, relatedMin: 28, vectors: { path: 'vectors.bin' } },
  }
  const head = { dense: file('dense'), norm: file('norm'), output: file('output') }
  expect(companionFiles({ ...card, head }).map(({ path }) => path)).toEqual([
    'tokenizer.json',
    'match.bin',
    'related.bin',
    'vectors.bin',
    'dense',
    'norm',
    'output',
  ])
  const { match } = createPairInput(card, [
    json('tiny-bert'),
    table,
    new Uint8Array(8),
    new Uint8Array(300).fill(17),
    table,
  ])
  expect(match?.related?.starts).toHaveLength(101)
  expect(match?.vectors?.size).toBe(4)
  const read = () => createPairInput(card, [json('tiny-bert'), table, new Uint8Array(9)])
  expect(read).toThrow(
    'related.bin is not a valid table of related words: a table of related words of 9 bytes',
  )
  expect(read).toThrow(expect.objectContaining({ code: 'integrity_failed' }))
})

test('a head is not taken for the table of related words', () => {
  expect(createPairInput(plain, [json('tiny-bert'), table, table]).match?.related).toBeUndefined()
})

test.each([
  [
    'a tokenizer that is none',
    new TextEncoder().encode('{}'),
    table,
    /^tokenizer\.json is not a valid tokenizer: /,
  ],
  [
    'a table of another length',
    json('tiny-bert'),
    table.subarray(1),
    'match.bin is not a valid match table: a match',
  ],
  ['a pair with four special tokens', json('tiny-roberta'), table, 'a pair with three special tokens'],
])('%s is refused', (_name, tokenizer, entries, message) => {
  const read = () => createPairInput(plain, [tokenizer, entries])
  expect(read).toThrow(message)
  expect(read).toThrow(expect.objectContaining({ code: 'integrity_failed' }))
})
