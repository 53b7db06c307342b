import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { companionFiles } from '../../src/models/files.js'
import { expandQuery } from './expand.js'
import { createExplainer } from './explain.js'
import { createPairInput } from './pair-input.js'

const files = companionFiles(tinyEn).map(
  ({ path }) => new Uint8Array(readFileSync(`public/models/webrerank-tiny-en/${path}`)),
)
const input = createPairInput(tinyEn, files)
const go = async () => {}
const expand = (from: typeof input, query: string) => expandQuery(from, query, go)

test('a query’s own words come first, without function words, then those of the model’s table, the closest first', async () => {
  const words = await expand(input, 'How do I get a Refund from the hosts?')
  const own = words.filter(({ strength }) => strength === 'same')
  expect(own.map(({ word }) => word)).toEqual(['refund', 'hosts'])
  expect(own[1]).toMatchObject({ query: { start: 31, end: 36 } })
  expect(own[1]!.forms).toContain('hosting')
  const server = words.find(({ word }) => word === 'server')
  expect(server).toMatchObject({ forms: ['servers'], query: { start: 31, end: 36 } })
  const order = ['same', 'close', 'near', 'far']
  const places = words.map(({ strength }) => order.indexOf(strength))
  expect(places).toEqual(places.toSorted())
})

test('what is no word to the model is given as it is, and marks are nothing', async () => {
  expect(await expand(input, 'asdfghjkl')).toMatchObject([{ word: 'asdfghjkl', forms: [], strength: 'same' }])
  for (const query of ['', '???', '–']) expect(await expand(input, query), query).toEqual([])
})

test('without tables a query has its own words', async () => {
  const { tokenizer, maxLength } = input
  const words = await expand({ tokenizer, maxLength }, 'the Refund')
  expect(words.map(({ word, strength }) => [word, strength])).toEqual([
    ['the', 'same'],
    ['refund', 'same'],
  ])
})

test('each is a word that explanations tell as related, or as the same', async () => {
  const word = fc.constantFrom('password', 'upload', 'busy', 'hotel', 'theme', 'the', 'to', 'quicker')
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), async (words) => {
      const query = words.join(' ')
      const explain = await createExplainer(input, query, go)
      for (const { word, forms, query: asked, strength } of await expand(input, query))
        for (const form of [word, ...forms]) {
          const [match] = await explain(form)
          expect(match, form).toMatchObject({ query: asked, kind: strength === 'same' ? 'same' : 'related' })
          if (strength !== 'same') expect(match!.strength).toBe(strength)
        }
    }),
    { numRuns: 30 },
  )
})
