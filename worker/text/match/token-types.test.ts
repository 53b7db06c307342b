import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MatchTypes } from '../../../src/protocol/model-card.js'
import type { MatchTables } from './query.js'
import { type RelatedTable, readRelatedTable } from './related.js'
import { SPECIAL_TYPES } from './special-types.js'
import { createQueryMatcher } from './token-types.js'
import { readWordVectors } from './vectors.js'
import { createWordReader, readMatchTable } from './words.js'

type Row = [query: number[], document: number[], specials: number[], queryTypes: number[], types: number[]]

interface Golden {
  table: string
  /** Without related words and vectors. */
  rows: Row[]
  related: string
  related_rows: Row[]
  vectors: string
  /** With both. */
  vector_rows: Row[]
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../e2e/golden/match-types.json', import.meta.url), 'utf8'),
)
const goldenTable = readMatchTable(Buffer.from(golden.table, 'base64'))
const goldenRelated = readRelatedTable(Buffer.from(golden.related, 'base64'), goldenTable.stem.length)
const goldenVectors = readWordVectors(Buffer.from(golden.vectors, 'base64'), goldenTable.stem.length)
const goldenTables: MatchTables = { table: goldenTable, related: goldenRelated, vectors: goldenVectors }
const settings: MatchTypes = {
  table: { path: 'match.bin' },
  k1: 0.9,
  b: 0.4,
  averageWords: 100,
  windowWords: 24,
  weightCap: 160,
  partialMin: 48,
  relatedMin: 28,
}

function typesOf(query: number[], document: number[], tables: Partial<MatchTables> = {}) {
  const types = createQueryMatcher(
    { table: goldenTable, ...tables },
    settings,
    Int32Array.from(query),
  )(Int32Array.from(document))
  return [[...types.specials], [...types.query], [...types.document]]
}

test('types are those of training/match.py, to the integer', () => {
  for (const [query, document, ...types] of golden.rows) expect(typesOf(query, document)).toEqual(types)
})

test('types with related words are too', () => {
  for (const [query, document, ...types] of golden.related_rows)
    expect(typesOf(query, document, { related: goldenRelated })).toEqual(types)
})

test('types with similarities are too', () => {
  for (const [query, document, ...types] of golden.vector_rows)
    expect(typesOf(query, document, goldenTables)).toEqual(types)
})

test('a table in which nothing is related is no table', () => {
  const none = readRelatedTable(new Uint8Array(8), goldenTable.stem.length)
  for (const [query, document, ...types] of golden.rows)
    expect(typesOf(query, document, { related: none })).toEqual(types)
})

const QUERY_TYPES = [
  [0, 18],
  [49, 61],
] as const
const DOCUMENT_TYPES = [
  [18, 37],
  [37, 49],
] as const

function expectWithin(type: number, ranges: readonly (readonly [number, number])[]) {
  expect(ranges.some(([start, end]) => start <= type && type < end)).toBe(true)
}

describe('any texts', () => {
  const table = fc
    .uint8Array({ minLength: 4, maxLength: 160 })
    .map((bytes) => readMatchTable(bytes.slice(0, bytes.length - (bytes.length % 4))))
  const tables = fc
    .tuple(table, fc.array(fc.array(fc.tuple(fc.nat(40), fc.nat(2)), { maxLength: 6 }), { maxLength: 40 }))
    .map(([table, rows]): MatchTables => {
      const entries = table.stem.length
      const bytes = Uint8Array.from({ length: 3 * entries }, (_, i) => 17 * (1 + (i % 15)))
      return { table, related: relate(entries, rows), vectors: readWordVectors(bytes, entries) }
    })
  // Ids past the table too: a tokenizer may have tokens that were added later.
  const ids = fc.array(fc.nat(50), { maxLength: 60 }).map((values) => Int32Array.from(values))

  test('each token has a type of its part, and nothing throws', () => {
    fc.assert(
      fc.property(tables, ids, ids, (entries, query, document) => {
        const { specials, counted, ...types } = createQueryMatcher(entries, settings, query)(document)
        expect(types.query).toHaveLength(query.length)
        expect(types.document).toHaveLength(document.length)
        for (const type of types.query) expectWithin(type, QUERY_TYPES)
        for (const type of types.document) expectWithin(type, DOCUMENT_TYPES)
        for (const [i, type] of specials.entries()) expectWithin(type, [SPECIAL_TYPES[i]!])
        expect(counted.tokens).toBeLessThanOrEqual(document.length)
        expect(counted.subwords).toBeLessThanOrEqual(counted.tokens)
      }),
    )
  })

  test('a word that is in both is never taken for a related one', () => {
    fc.assert(
      fc.property(tables, ids, (entries, text) => {
        const { query, document } = createQueryMatcher(entries, settings, text)(text)
        expect([...query, ...document].every((type) => type < 37)).toBe(true)
      }),
    )
  })

  test('a document is read by itself, whatever was read before it', () => {
    fc.assert(
      fc.property(ids, fc.array(ids, { minLength: 1, maxLength: 4 }), (query, documents) => {
        const matcher = createQueryMatcher(goldenTables, settings, query)
        const together = documents.map((document) => matcher(document))
        expect(together).toEqual(
          documents.map((document) => createQueryMatcher(goldenTables, settings, query)(document)),
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

/** A table of so many entries, of which the first have these relations, as far as there are such entries. */
function relate(
  vocabulary: number,
  rows: readonly (readonly [entry: number, strength: number])[][],
): RelatedTable {
  const kept = Array.from({ length: vocabulary }, (_, key) => {
    const row = new Map(rows[key]?.filter(([entry]) => entry < vocabulary))
    return [...row].sort(([a], [b]) => a - b)
  })
  const starts = [0]
  for (const row of kept) starts.push(starts.at(-1)! + row.length)
  return {
    starts: Uint32Array.from(starts),
    entries: Uint16Array.from(kept.flat(), ([entry]) => entry),
    strengths: Uint8Array.from(kept.flat(), ([, strength]) => strength),
  }
}

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
