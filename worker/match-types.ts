import type { MatchTypes } from '../src/shared/model-card.js'
import { type MatchTable, readWords, type Word } from './match-words.js'

/**
 * Token types that tell a model where query and document meet: which words of the query the document has, how rare
 * they are, whether they stand together, and how well the document covers the query as a whole. The specification is
 * "Match types" in training/README.md, the reference training/match.py; the integers are the same.
 */
export interface PairTypes {
  /** Of [CLS], of the [SEP] after the query, of the last [SEP]. */
  specials: readonly [number, number, number]
  /** Of each token of the whole query. */
  query: Uint8Array
  /** Of each token of the whole document. */
  document: Uint8Array
}

/** The types of one query with any number of documents, each by itself. */
export type QueryMatcher = (document: ArrayLike<number>) => PairTypes

/** Types are below this. */
export const MATCH_TYPES = 153

// Where each kind of type begins. Kinds with a rarity take four types.
const QUERY_MISS = 1
const QUERY_PART = 5
const QUERY_HIT = 6
const QUERY_MANY = 10
const QUERY_PHRASE = 14
const DOCUMENT_NONE = 18
const DOCUMENT_NEAR = 19
const DOCUMENT_PART = 20
const DOCUMENT_HIT = 21
const CLS = 37
const SEP_QUERY = 101
const SEP_END = 117

/** Documents with more words than this, and this, and this, are longer by a class each. */
const LENGTH_LIMITS = [64, 192, 640]

/** The words of a query, and what is asked of a document with them. */
interface Query {
  length: number
  words: readonly Word[]
  /** The weight of each different word, in their order. */
  weights: ReadonlyMap<number, number>
  total: number
  firsts: ReadonlySet<number>
  /** The keys that follow a key. */
  followers: ReadonlyMap<number, ReadonlySet<number>>
}

/** What a document has of a query. */
interface Matches {
  words: readonly Word[]
  /** Positions of words that the query has too. */
  hits: readonly number[]
  /** How often the document has each of the query's words. */
  counts: ReadonlyMap<number, number>
}

/**
 * @param query token ids of the whole query, without special tokens, as the documents' are
 */
export function createQueryMatcher(
  table: MatchTable,
  settings: MatchTypes,
  query: readonly number[],
): QueryMatcher {
  const asked = readQuery(query.length, readWords(table, query, settings))
  return (document) => {
    const words = readWords(table, document, settings)
    const matches = findMatches(asked, words)
    const covered = coverage(asked, matches, settings)
    const window = bestWindow(asked, matches, settings.windowWords)
    const phrases = findPhrases(asked, matches)
    const length = LENGTH_LIMITS.filter((limit) => words.length > limit).length
    const { total } = asked
    return {
      specials: [
        CLS + (total > 0 ? Math.min(63, Math.floor((covered / total) * 64)) : 0),
        SEP_QUERY + (total > 0 ? Math.min(15, Math.floor((window.weight * 16) / total)) : 0),
        SEP_END + phrases.level * 4 + length,
      ],
      query: queryTypes(asked, matches, phrases.query),
      document: documentTypes(asked, matches, window, phrases.document, document.length),
    }
  }
}

function readQuery(length: number, words: readonly Word[]): Query {
  const weights = new Map<number, number>()
  const followers = new Map<number, Set<number>>()
  let total = 0
  words.forEach(({ key, weight }, i) => {
    if (!weights.has(key)) {
      weights.set(key, weight)
      total += weight
    }
    const next = words[i + 1]
    if (next) followers.set(key, (followers.get(key) ?? new Set()).add(next.key))
  })
  return { length, words, weights, total, firsts: firstPieces(words), followers }
}

function firstPieces(words: readonly Word[]): Set<number> {
  return new Set(words.map((word) => word.first).filter((first) => first >= 0))
}

function findMatches({ weights }: Query, words: readonly Word[]): Matches {
  const hits: number[] = []
  const counts = new Map<number, number>()
  words.forEach(({ key }, j) => {
    if (!weights.has(key)) return
    hits.push(j)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  })
  return { words, hits, counts }
}

/** How much of the query the whole document covers, saturated and normalised by length as BM25 is. */
function coverage({ weights }: Query, { words, counts }: Matches, settings: MatchTypes): number {
  const { k1, b, averageWords } = settings
  const saturation = k1 * (1 - b + b * (words.length / averageWords))
  let covered = 0
  for (const [key, weight] of weights) {
    const count = counts.get(key)
    if (count) covered += (weight * count) / (count + saturation)
  }
  return covered
}

/** The words in a row that hold most of the query's weight: how much, and their tokens `[start, end)`. */
function bestWindow({ weights }: Query, { words, hits }: Matches, span: number) {
  let best = { weight: 0, start: 0, end: 0 }
  hits.forEach((j, n) => {
    const seen = new Set<number>()
    let weight = 0
    for (let m = n; m < hits.length && hits[m]! < j + span; m++) {
      const { key } = words[hits[m]!]!
      if (seen.has(key)) continue
      seen.add(key)
      weight += weights.get(key)!
    }
    if (weight > best.weight) {
      best = { weight, start: words[j]!.start, end: words[Math.min(words.length, j + span) - 1]!.end }
    }
  })
  return best
}

/** The query's neighbouring words that are neighbours in the document too: a level, and who is in one. */
function findPhrases({ words, followers }: Query, { words: found, hits }: Matches) {
  const pairs = new Map<number, Set<number>>()
  const document = new Set<number>()
  for (const j of hits) {
    const { key } = found[j]!
    const next = found[j + 1]?.key
    if (next === undefined || !followers.get(key)?.has(next)) continue
    document.add(j).add(j + 1)
    pairs.set(key, (pairs.get(key) ?? new Set()).add(next))
  }
  const query = new Set<number>()
  let all = 0
  let got = 0
  for (let i = 0; i + 1 < words.length; i++) {
    const [left, right] = [words[i]!, words[i + 1]!]
    const weight = Math.min(left.weight, right.weight)
    all += weight
    if (!pairs.get(left.key)?.has(right.key)) continue
    got += weight
    query.add(i).add(i + 1)
  }
  return { level: all > 0 ? Math.min(7, Math.floor((got * 8) / all)) : 8, query, document }
}

function queryTypes({ length, words }: Query, matches: Matches, inPhrase: ReadonlySet<number>): Uint8Array {
  const types = new Uint8Array(length)
  const firsts = firstPieces(matches.words)
  words.forEach(({ key, weight, first, start, end }, i) => {
    const count = matches.counts.get(key) ?? 0
    const kind =
      count === 0 ? QUERY_MISS : inPhrase.has(i) ? QUERY_PHRASE : count > 1 ? QUERY_MANY : QUERY_HIT
    types.fill(count === 0 && firsts.has(first) ? QUERY_PART : kind + rarity(weight), start, end)
  })
  return types
}

function documentTypes(
  { weights, firsts }: Query,
  { words, hits }: Matches,
  window: { start: number; end: number },
  inPhrase: ReadonlySet<number>,
  length: number,
): Uint8Array {
  const types = new Uint8Array(length).fill(DOCUMENT_NONE)
  types.fill(DOCUMENT_NEAR, window.start, window.end)
  for (const { first, start, end } of words) if (firsts.has(first)) types.fill(DOCUMENT_PART, start, end)
  for (const j of hits) {
    const { key, start, end } = words[j]!
    const near = window.start <= start && start < window.end
    const kind = DOCUMENT_HIT + (inPhrase.has(j) ? 4 : 0) + (near ? 8 : 0)
    types.fill(kind + rarity(weights.get(key)!), start, end)
  }
  return types
}

/** A class from 0, common, to 3, rare. */
function rarity(weight: number): number {
  return Math.min(3, weight >> 5)
}
