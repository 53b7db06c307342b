import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MatchTypes } from '../../src/protocol/model-card.js'
import type { PairInput } from './pair-input.js'
import { vectorsOf } from './text-vectors.js'
import type { Tokenizer } from './tokenizer.js'

const go = async () => {}

/** Entries by letter: a is [7, 0] of weight 2, b is [0, 7] of weight 1, c says nothing. Texts come in slices of two letters. */
const tokenizer = {
  *slices(text: string) {
    for (let end = 0; end < text.length; ) {
      const start = end
      end = Math.min(text.length, end + 2)
      yield { ids: [...text.slice(start, end)].map((letter) => letter.charCodeAt(0) - 97), end }
    }
  },
} as Partial<Tokenizer> as Tokenizer
const vectors = {
  size: 2,
  coordinates: Int8Array.of(7, 0, 0, 7, -7, 7),
  weights: Uint8Array.of(2, 1, 0),
}
const input = {
  tokenizer,
  maxLength: 512,
  match: { settings: {} as MatchTypes, table: {}, vectors },
} as unknown as PairInput

test('a text’s vector is the sum of its tokens’, by weight, with 127 for the largest number', async () => {
  const { size, data } = await vectorsOf(input, ['a', 'aab', 'bbbb', 'ab'], go)
  expect(size).toBe(2)
  expect([...data]).toEqual([127, 0, 127, 32, 0, 127, 127, 64])
})

test('what says nothing has a vector of zeros, as a text without an entry has', async () => {
  expect([...(await vectorsOf(input, ['', 'ccc', 'z'], go)).data]).toEqual([0, 0, 0, 0, 0, 0])
})

test('a model without word vectors has none', async () => {
  expect(await vectorsOf({ tokenizer, maxLength: 512 }, ['a'], go)).toEqual({
    size: 0,
    data: new Int8Array(),
  })
})

test('neither order nor company changes a text’s vector', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(text, fc.array(text), async (text, others) => {
      const [alone, reversed, among] = await Promise.all([
        vectorsOf(input, [text], go),
        vectorsOf(input, [[...text].reverse().join('')], go),
        vectorsOf(input, [...others, text], go),
      ])
      expect(reversed).toEqual(alone)
      expect([...among.data.slice(-2)]).toEqual([...alone.data])
    }),
    { numRuns: 100 },
  )
})

test('between slices of a long text a cancellation is heard', async () => {
  let turns = 0
  const stop = async () => {
    if (++turns === 3) throw new Error('cancelled')
  }
  await expect(vectorsOf(input, ['a'.repeat(1000)], stop)).rejects.toThrow('cancelled')
})
