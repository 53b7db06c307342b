import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunk } from './chunks.js'

const squeezed = (text: string) => text.replace(/\s+/g, '')

test('loses no text, keeps its order, and makes no passage that is too long', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3000, unit: 'grapheme' }), { maxLength: 8 }), (texts) => {
      const chunks = [...chunk(texts.map((text) => ({ text })))]
      expect(squeezed(chunks.map(({ text }) => text).join(''))).toBe(squeezed(texts.join('')))
      for (const { text } of chunks) expect(text.length).toBeLessThanOrEqual(1100)
    }),
  )
})

test('joins neighbours, but not over a heading or a page', () => {
  const place = (number: number) => ({ kind: 'page', number }) as const
  expect(
    Array.from(
      chunk([
        { text: 'a', heading: 'One' },
        { text: 'b', heading: 'One' },
        { text: 'c', heading: 'Two' },
        { text: 'd', place: place(1) },
        { text: 'e', place: place(2) },
      ]),
      ({ text }) => text,
    ),
  ).toEqual(['a\n\nb', 'c', 'd', 'e'])
})

test('joins rows and tells the first and the last', () => {
  const [passage] = chunk(
    [2, 3, 4].map((row) => ({ text: `row ${row}`, place: { kind: 'rows', first: row, last: row } }) as const),
  )
  expect(passage).toEqual({
    text: 'row 2\nrow 3\nrow 4',
    heading: '',
    place: { kind: 'rows', first: 2, last: 4 },
    also: '',
  })
})

test('code keeps its indents, and joined blocks their lines', () => {
  const lines = (first: number, last: number) => ({ kind: 'lines', first, last }) as const
  expect([
    ...chunk([
      { text: '\n  one\n', place: lines(1, 3), also: 'a' },
      { text: '  two', place: lines(4, 4), also: 'b' },
    ]),
  ]).toEqual([{ text: '  one\n\n  two', heading: '', place: lines(1, 4), also: 'a b' }])
})

test('a block of megabytes comes in parts, soon', () => {
  const start = process.cpuUsage()
  const [first] = chunk([{ text: 'x'.repeat(20_000_000) }])
  expect(first!.text.length).toBeLessThanOrEqual(1100)
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000)
})

test('does not cut a character in two', () => {
  for (const { text } of chunk([{ text: `a${'😀'.repeat(3000)}` }]))
    expect(() => encodeURIComponent(text)).not.toThrow()
})
