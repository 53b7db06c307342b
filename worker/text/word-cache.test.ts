import { expect, test } from 'vitest'
import { encodeByWords } from './word-cache.js'

const CONTINUES = 0x110000
/** A character for each id: those inside a word continue it, marks stand alone. */
const pieces = (text: string) =>
  (text.match(/[A-Za-z0-9]+|[^A-Za-z0-9 ]/g) ?? []).flatMap((word) =>
    Array.from(word, (character, i) => character.codePointAt(0)! + (i > 0 ? CONTINUES : 0)),
  )

/** How often each word was asked for, and in how many calls. */
function counting(read = pieces) {
  const asked = new Map<string, number>()
  let calls = 0
  const encode = encodeByWords(
    (text) => {
      calls++
      for (const word of text.split(' ')) asked.set(word, (asked.get(word) ?? 0) + 1)
      return read(text)
    },
    (id) => id >= CONTINUES,
  )
  return { encode, asked, calls: () => calls }
}

test('a word is read once, wherever it stands, and new ones all together', () => {
  const { encode, asked, calls } = counting()
  expect(encode(' ab\tc, d\r\nab ')).toEqual(pieces('ab c, d ab'))
  expect(calls()).toBe(2)
  expect(encode('c. ab, d')).toEqual(pieces('c . ab , d'))
  expect([...asked]).toEqual(['ab', 'c', 'd', ',', '.'].map((word) => [word, 1]))
})

test('words that are not plain are read each by itself', () => {
  const { encode, asked, calls } = counting()
  expect(encode('l’eau e-mail l’eau')).toEqual(pieces('l’eau e-mail l’eau'))
  expect(calls()).toBe(2)
  expect([...asked.keys()]).toEqual(['l’eau', 'e-mail'])
})

test('where a word is not one after all, each is read by itself', () => {
  const { encode } = counting((text) => pieces(text.replaceAll('ab', 'a b')))
  expect(encode('ab c')).toEqual(pieces('a b c'))
})

test('long words are not kept, and no more words than fit', () => {
  const { encode, asked } = counting()
  const long = 'x'.repeat(100)
  encode(`${long} ${long}`)
  expect(asked.get(long)).toBe(2)
  // A word in use stays; one that was seen once, long ago, is read anew.
  for (let i = 0; i < 70_000; i++) encode(`once${i} often`)
  encode('once0 often')
  expect(asked.get('often')).toBe(1)
  expect(asked.get('once0')).toBe(2)
})
