import { expect, test } from 'vitest'
import { encodeByWords } from './word-memo.js'

/** A code for each character, and how often each word was asked for. */
function counting() {
  const asked = new Map<string, number>()
  const encode = encodeByWords((text) => {
    asked.set(text, (asked.get(text) ?? 0) + 1)
    return Array.from(text, (character) => character.codePointAt(0)!)
  })
  return { encode, asked }
}

test('a word is read once, wherever it stands', () => {
  const { encode, asked } = counting()
  expect(encode(' ab\tc\r\nab ')).toEqual([97, 98, 99, 97, 98])
  expect(encode('c ab')).toEqual([99, 97, 98])
  expect([...asked]).toEqual([
    ['ab', 1],
    ['c', 1],
  ])
})

test('long words are not kept, and no more words than fit', () => {
  const { encode, asked } = counting()
  const long = 'x'.repeat(100)
  encode(`${long} ${long}`)
  expect(asked.get(long)).toBe(2)
  // A word in use stays; one that was seen once, long ago, is read anew.
  for (let i = 0; i < 40_000; i++) encode(`once${i} often`)
  encode('once0 often')
  expect(asked.get('often')).toBe(1)
  expect(asked.get('once0')).toBe(2)
})
