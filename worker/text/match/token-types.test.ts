import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MatchTypes } from '../../../src/protocol/model-card.js'
import { createQueryMatcher, MATCH_TYPES } from './token-types.js'
import { createWordReader, type MatchTable, readMatchTable } from './words.js'

interface Golden {
  settings: Record<string, number>
  table: string
  rows: [query: number[], document: number[], specials: number[], queryTypes: number[], types: number[]][]
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../e2e/golden/match-types.json', import.meta.url), 'utf8'),
)
const goldenTable = readMatchTable(Buffer.from(golden.table, 'base64'))
const settings: MatchTypes = {
  table: { path: 'match.bin' },
  k1: 0.9,
  b: 0.4,
  averageWords: 100,
  windowWords: 24,
  weightCap: 160,
  partialMin: 48,
}

function typesOf(query: number[], document: number[], table: MatchTable = goldenTable) {
  const types = createQueryMatcher(table, settings, Int32Array.from(query))(Int32Array.from(document))
  return [[...types.specials], [...types.query], [...types.document]]
}

test('types are those of training/match.py, to the integer', () => {
  for (const [query, document, ...types] of golden.rows) expect(typesOf(query, document)).toEqual(types)
})

describe('any texts', () => {
  const table = fc
    .uint8Array({ minLength: 4, maxLength: 160 })
    .map((bytes) => readMatchTable(bytes.slice(0, bytes.length - (bytes.length % 4))))
  // Ids past the table too: a tokenizer may have tokens that were added later.
  const ids = fc.array(fc.nat(50), { maxLength: 60 }).map((values) => Int32Array.from(values))

  test('each token has a type of its part, and nothing throws', () => {
    fc.assert(
      fc.property(table, ids, ids, (entries, query, document) => {
        const { specials, counted, ...types } = createQueryMatcher(entries, settings, query)(document)
        expect(types.query).toHaveLength(query.length)
        expect(types.document).toHaveLength(document.length)
        expect(types.query.every((type) => type < 18)).toBe(true)
        expect(types.document.every((type) => type >= 18 && type < 37)).toBe(true)
        expect(counted.tokens).toBeLessThanOrEqual(document.length)
        expect(counted.subwords).toBeLessThanOrEqual(counted.tokens)
        const limits = [37, 101, 117, MATCH_TYPES]
        specials.forEach((type, i) => {
          expect(type).toBeGreaterThanOrEqual(limits[i]!)
          expect(type).toBeLessThan(limits[i + 1]!)
        })
      }),
    )
  })

  test('a document is read by itself, whatever was read before it', () => {
    fc.assert(
      fc.property(ids, fc.array(ids, { minLength: 1, maxLength: 4 }), (query, documents) => {
        const matcher = createQueryMatcher(goldenTable, settings, query)
        const together = documents.map((document) => matcher(document))
        expect(together).toEqual(
          documents.map((document) => createQueryMatcher(goldenTable, settings, query)(document)),
        )
      }),
    )
  })

  test('words stand in order, apart, and hold no token twice', () => {
    fc.assert(
      fc.property(table, ids, (entries, tokens) => {
        const { count, starts, ends, weights } = createWordReader(entries, settings)(tokens)
        let end = 0
        for (let i = 0; i < count; i++) {
          expect(starts[i]).toBeGreaterThanOrEqual(end)
          expect(ends[i]).toBeGreaterThan(starts[i]!)
          expect(weights[i]).toBeLessThanOrEqual(settings.weightCap)
          end = ends[i]!
        }
        expect(end).toBeLessThanOrEqual(tokens.length)
      }),
    )
  })
})

test('a table of any other length is refused', () => {
  for (const length of [0, 3, 57_343]) {
    expect(() => readMatchTable(new Uint8Array(length))).toThrow(`a match table of ${length} bytes`)
  }
})

test('a table is read from any place of a buffer', () => {
  const bytes = new Uint8Array(13)
  bytes.set([1, 2, 3, 0x34, 0x12, 0, 0, 0xff, 0xff, 7, 8, 9], 1)
  expect(readMatchTable(bytes.subarray(1))).toEqual({
    idf: Uint8Array.of(1, 2, 3),
    stem: Uint16Array.of(0x1234, 0, 0xffff),
    flags: Uint8Array.of(7, 8, 9),
  })
})
