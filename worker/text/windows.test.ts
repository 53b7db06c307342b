import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPairTemplate } from './pair-template.js'
import { divideLength, joinPair, MOST_WINDOWS, planWindows, reach } from './windows.js'

const BERT = readPairTemplate({ type: 'BertProcessing', cls: ['[CLS]', 101], sep: ['[SEP]', 102] })
const ROBERTA = readPairTemplate({ type: 'RobertaProcessing', cls: ['<s>', 0], sep: ['</s>', 2] })
const HEAD = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }
const ids = (max: number) => fc.array(fc.integer({ min: 1000, max: 9999 }), { maxLength: max })

test('the query survives truncation, and the separators do', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(BERT, ROBERTA),
      ids(300),
      ids(900),
      fc.integer({ min: 16, max: 512 }),
      (template, query, document, maxLength) => {
        const room = divideLength(maxLength, template.specials, query.length)
        const [start, end] = planWindows(document.length, room.document, HEAD).at(0)
        const pair = joinPair(template, query.slice(0, room.query), document.slice(start, end))
        expect(pair.ids.length).toBeLessThanOrEqual(maxLength)
        // Whole, or three quarters of the length, or what a tiny length leaves beside one document token.
        const kept = Math.min(
          query.length,
          Math.floor((maxLength * 3) / 4),
          maxLength - template.specials - 1,
        )
        const before = template.parts.findIndex((part) => part.kind === 'query')
        expect([...pair.ids.slice(before, before + kept)]).toEqual(query.slice(0, kept))
        expect(room.document).toBeGreaterThan(0)
        const specials = template.parts.flatMap((part) => (part.kind === 'special' ? [part.id] : []))
        expect([...pair.ids].filter((id) => id < 1000)).toEqual(specials)
        expect(pair.ids.at(-1)).toBe(specials.at(-1))
      },
    ),
  )
})

test('a length without room for a pair is refused', () => {
  expect(() => divideLength(3, 3, 5)).toThrow(/no room/)
})

test('windows cover the document in order, overlap as asked and go no further than they may', () => {
  fc.assert(
    fc.property(
      fc.nat(3000),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 80 }),
      fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
      (length, room, maxChunksPerDoc, overlapTokens, maxTokensPerDoc) => {
        const options = {
          maxChunksPerDoc,
          overlapTokens,
          truncate: true,
          ...(maxTokensPerDoc && { maxTokensPerDoc }),
        }
        const { count, at } = planWindows(length, room, options)
        const windows = Array.from({ length: count }, (_, i) => at(i))
        const end = Math.min(length, reach(room, options))
        expect(windows.length).toBeLessThanOrEqual(maxChunksPerDoc)
        expect(windows[0]![0]).toBe(0)
        expect(windows.at(-1)![1]).toBe(end)
        for (const [i, [start, stop]] of windows.entries()) {
          expect(stop - start).toBeLessThanOrEqual(room)
          const next = windows[i + 1]
          if (next) {
            expect(next[0]).toBeLessThanOrEqual(stop)
            expect(stop - next[0]).toBe(Math.min(overlapTokens, Math.floor(room / 2)))
          }
        }
      },
    ),
  )
})

test('windows are bounded, whatever a request asks for and however little room there is', () => {
  const options = { maxChunksPerDoc: 1e9, overlapTokens: 80, truncate: true }
  for (const room of [1, 2, 37, 500]) {
    const { count, at } = planWindows(4_000_000, room, options)
    expect(count).toBeLessThanOrEqual(MOST_WINDOWS)
    expect(at(count - 1)[1]).toBe(reach(room, options))
    // A token is scored in two windows, or in three at a seam: never in all of them.
    expect(at(1)[0]).toBeGreaterThanOrEqual(Math.ceil(room / 2))
  }
})
