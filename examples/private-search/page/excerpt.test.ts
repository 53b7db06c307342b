import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerpt, findWords } from './excerpt.js'

test('holds the first range, in its place, whatever the text', () => {
  const input = fc
    .string({ minLength: 1, maxLength: 2000 })
    .chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.nat(text.length),
        fc.nat(text.length),
        fc.integer({ min: 50, max: 500 }),
      ),
    )
  fc.assert(
    fc.property(input, ([text, a, b, length]) => {
      const range = { start: Math.min(a, b), end: Math.max(a, b) }
      const part = excerpt(text, [range], length)
      const [inside] = part.ranges
      expect(part.text.slice(inside!.start, inside!.end)).toBe(text.slice(range.start, range.end))
      expect(text).toContain(part.text)
      expect(part.text.length === text.length).toBe(!part.cutBefore && !part.cutAfter)
    }),
  )
})

test('finds whole words, in any case', () => {
  expect(findWords('The ship, the Shipyard', 'SHIP of')).toEqual([{ start: 4, end: 8, related: false }])
})

test('finds words that say nothing only where there are no others', () => {
  expect(findWords('The ship and the sea', 'the ship')).toEqual([{ start: 4, end: 8, related: false }])
  expect(findWords('The ship', 'where the')).toEqual([{ start: 0, end: 3, related: false }])
})

test("finds words that were looked for in place of the query's", () => {
  const sought = [
    { word: 'vessel', forms: ['vessels'], weight: 0.5 },
    { word: 'ship', forms: ['ships'], weight: 1 },
  ]
  expect(findWords('Two ships and a Vessel', 'the ship', sought)).toEqual([
    { start: 4, end: 9, related: false },
    { start: 16, end: 22, related: true },
  ])
})

test('an excerpt is around a range of choice', () => {
  const text = `first ${'word '.repeat(200)}last`
  const part = excerpt(
    text,
    [
      { start: 0, end: 5 },
      { start: text.length - 4, end: text.length },
    ],
    60,
    {
      start: text.length - 4,
      end: text.length,
    },
  )
  expect(part.text.endsWith('last')).toBe(true)
  expect(part.ranges).toHaveLength(1)
})
