import { expect, test } from 'vitest'
import { createCache } from './cache.js'

const encoding = (length: number, whole = true) => ({ ids: new Int32Array(length), whole })
const score = (logit: number) => ({
  logit,
  tokens: 1,
  truncated: false,
  counted: { tokens: 0, subwords: 0 },
})
const HEAD = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }

test('an encoding serves whoever needs no more of it', () => {
  const cache = createCache(1e6)
  cache.keepEncoding('a', encoding(10, false))
  expect(cache.encoding('a', 10)?.ids).toHaveLength(10)
  expect(cache.encoding('a', 11)).toBeUndefined()
  cache.keepEncoding('a', encoding(12))
  expect(cache.encoding('a', Number.POSITIVE_INFINITY)?.ids).toHaveLength(12)
})

test('a score is that of its query, its options and its text', () => {
  const cache = createCache(1e6)
  for (const text of ['a', 'b']) cache.keepEncoding(text, encoding(3))
  cache.scores('q', HEAD).keep('a', score(1))
  expect(cache.scores('q', { ...HEAD }).get('a')?.logit).toBe(1)
  expect(cache.scores('q', HEAD).get('b')).toBeUndefined()
  expect(cache.scores('r', HEAD).get('a')).toBeUndefined()
  expect(cache.scores('q', { ...HEAD, maxTokensPerDoc: 9 }).get('a')).toBeUndefined()
  expect(cache.scores('q', HEAD, 'Find duplicates').get('a')).toBeUndefined()
  // A longer encoding of the same text leaves its score.
  cache.keepEncoding('a', encoding(5))
  expect(cache.scores('q', HEAD).get('a')?.logit).toBe(1)
})

test('the bound holds over encodings, queries and scores together', () => {
  const limit = 100_000
  const cache = createCache(limit)
  for (let i = 0; i < 2000; i++) {
    const text = `document ${i} ${'x'.repeat(i % 300)}`
    cache.keepEncoding(text, encoding(i % 500))
    cache.scores(`query ${i % 400}`, HEAD).keep(text, score(i))
    expect(cache.bytes()).toBeLessThanOrEqual(limit)
  }
  expect(cache.bytes()).toBeGreaterThan(limit / 2)
})

test('a bound of 0 keeps nothing', () => {
  const cache = createCache(0)
  cache.keepEncoding('a', encoding(1))
  cache.scores('q', HEAD).keep('a', score(1))
  expect([cache.encoding('a', 1), cache.scores('q', HEAD).get('a'), cache.bytes()]).toEqual([
    undefined,
    undefined,
    0,
  ])
})
