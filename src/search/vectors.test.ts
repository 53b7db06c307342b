import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeRanks, nearest } from './nearest.js'
import { createSearch } from './search.js'
import type { FirstStage, FirstStageOptions, Hit, SearchReranker } from './types.js'
import { vectorStage } from './vectors.js'

const rows = (...all: number[][]) => ({ size: all[0]!.length, data: Int8Array.from(all.flat()) })
const ids = (hits: readonly Hit[]) => hits.map(({ id }) => id)

describe('nearest', () => {
  test('rows by the angle, whatever their length; none that is not alike', () => {
    const vectors = rows([1, 0], [0, 9], [100, 90], [0, 0], [-5, 0])
    expect(nearest(Int8Array.of(7, 0), vectors, 10)).toEqual([0, 2])
    expect(nearest(Int8Array.of(7, 0), vectors, 1)).toEqual([0])
  })

  test('of another model’s vectors, or of none, nothing', () => {
    expect(nearest(Int8Array.of(1, 0, 0), rows([1, 0]), 5)).toEqual([])
    expect(nearest(Int8Array.of(), { size: 0, data: new Int8Array() }, 5)).toEqual([])
  })
})

describe('mergeRanks', () => {
  test('what both orders have goes first', () => {
    expect(mergeRanks(['a', 'b', 'c'], ['x', 'c'])).toEqual(['c', 'a', 'x', 'b'])
  })

  test('holds each once, loses none, and leaves one order as it is', () => {
    const order = fc.uniqueArray(fc.integer({ min: 0, max: 30 }))
    fc.assert(
      fc.property(order, order, (a, b) => {
        const merged = mergeRanks(a, b)
        expect(merged.toSorted((x, y) => x - y)).toEqual([...new Set([...a, ...b])].sort((x, y) => x - y))
        expect(mergeRanks(a, [])).toEqual(a)
      }),
    )
  })
})

describe('vectorStage', () => {
  const words: FirstStage = () => [
    { id: 'words', text: 'a refund form', score: 3 },
    { id: 'both', text: 'a refund', score: 2 },
  ]
  const documents = () => ({
    ids: ['meaning', 'both', 'neither'],
    vectors: rows([1, 0], [9, 1], [0, 1]),
    read: (wanted: readonly string[]) => wanted.map((id) => ({ id, text: `text of ${id}` })),
  })
  const signal = new AbortController().signal
  const ask = (options: Partial<FirstStageOptions>) =>
    vectorStage(words, documents)('refund', { signal, limit: 10, ...options }) as Promise<Hit[]>

  test('documents that are alike stand among those with the words, for the reranker to judge', async () => {
    const hits = await ask({ vector: Int8Array.of(5, 0) })
    expect(ids(hits)).toEqual(['both', 'words', 'meaning'])
    expect(hits[2]).toMatchObject({ text: 'text of meaning', matched: false, score: 0 })
    expect(hits[0]).not.toHaveProperty('matched')
    expect(ids(await ask({ vector: Int8Array.of(5, 0), limit: 2 }))).toEqual(['both', 'words'])
  })

  test('without a vector the first stage is left alone', async () => {
    expect(ids(await ask({}))).toEqual(['words', 'both'])
  })

  test('documents that cannot be had are told, and asked for again', async () => {
    let tries = 0
    const stage = vectorStage(words, () => {
      if (tries++ === 0) throw new Error('no file')
      return documents()
    })
    const go = () => stage('refund', { signal, limit: 10, vector: Int8Array.of(5, 0) }) as Promise<Hit[]>
    await expect(go()).rejects.toThrow('no file')
    expect(await go()).toHaveLength(3)
  })
})

describe('createSearch({ vectors })', () => {
  const told: (Int8Array | undefined)[] = []
  const firstStage: FirstStage = (_, { expanded, vector }) => {
    if (expanded) told.push(vector)
    return [
      { id: 'a', text: 'a' },
      { id: 'b', text: 'b' },
    ]
  }
  const reranker = (size: number): SearchReranker => ({
    rank: async ({ documents }) => ({
      results: documents.map((_, index) => ({ index, relevance_score: 0.9 - index / 10 })),
    }),
    expand: async () => [{ word: 'a', forms: [], query: { start: 0, end: 1 }, strength: 'same' }],
    vectors: async () => ({ size, data: new Int8Array(size).fill(1) }),
  })

  test.each([
    ['the query’s vector, where it is wanted', true, 2, Int8Array.of(1, 1)],
    ['nothing, where it is not', undefined, 2, undefined],
    ['nothing, with a model that has no word vectors', true, 0, undefined],
  ])('the first stage is told %s', async (_, vectors, size, vector) => {
    told.length = 0
    const search = createSearch({ firstStage, reranker: reranker(size), vectors })
    expect(await search.query('a', { rerank: 'now' })).toMatchObject({ reranked: true })
    expect(told).toEqual([vector])
  })
})
