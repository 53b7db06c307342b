import type { MatchTypes } from '../../../src/protocol/model-card.js'
import type { SubwordCounts } from '../types.js'
import { createWordReader, type MatchTable, STEMS, type Words } from './words.js'

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
  /** Of the document. */
  counted: SubwordCounts
}

/** The types of one query with any number of documents, each by itself. */
export type QueryMatcher = (document: Int32Array) => PairTypes

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

/** The words of a query, and what is asked of a document with them. Each different word of it has a number. */
interface Query {
  length: number
  words: Words
  /** The number of each word. */
  numbers: Int32Array
  /** The weight of each number, and of all. */
  weights: readonly number[]
  total: number
  /** The number of a key, or -1. */
  numberOf(key: number): number
  /** By first piece: whether a word begins with it. */
  firsts: Uint8Array
  /** Neighbouring words, by the code of their numbers. */
  neighbours: ReadonlySet<number>
}

/** What a document has of a query. */
interface Matches {
  words: Words
  /** Positions of words that the query has too, and the numbers of these. */
  hits: readonly number[]
  numbers: readonly number[]
  /** How often the document has each of the query's words. */
  counts: Int32Array
  /** Positions of words that begin as one of the query's does, and the first pieces. */
  parts: readonly number[]
  begun: ReadonlySet<number>
}

/**
 * @param query token ids of the whole query, without special tokens, as the documents' are
 */
export function createQueryMatcher(table: MatchTable, settings: MatchTypes, query: Int32Array): QueryMatcher {
  const asked = readQuery(query.length, createWordReader(table, settings)(query), table)
  const read = createWordReader(table, settings)
  return (document) => {
    const words = read(document)
    const matches = findMatches(asked, words)
    const covered = coverage(asked, matches, settings)
    const window = bestWindow(asked, matches, settings.windowWords)
    const phrases = findPhrases(asked, matches)
    const length = LENGTH_LIMITS.filter((limit) => words.count > limit).length
    const { total } = asked
    return {
      specials: [
        CLS + (total > 0 ? Math.min(63, Math.floor((covered / total) * 64)) : 0),
        SEP_QUERY + (total > 0 ? Math.min(15, Math.floor((window.weight * 16) / total)) : 0),
        SEP_END + phrases.level * 4 + length,
      ],
      query: queryTypes(asked, matches, phrases.found),
      document: documentTypes(asked, matches, window, phrases.hits, document.length),
      counted: words.counted,
    }
  }
}

/** Of keys only these low bits are looked at before a number is looked for: most words of a document have none. */
const SIEVE = 4095

function readQuery(length: number, words: Words, table: MatchTable): Query {
  const known = new Map<number, number>()
  const sieve = new Uint8Array(SIEVE + 1)
  const weights: number[] = []
  const numbers = new Int32Array(words.count)
  const firsts = new Uint8Array(Math.max(STEMS, table.stem.length))
  const neighbours = new Set<number>()
  for (let i = 0; i < words.count; i++) {
    const key = words.keys[i]!
    let number = known.get(key)
    if (number === undefined) {
      number = weights.push(words.weights[i]!) - 1
      known.set(key, number)
      sieve[key & SIEVE] = 1
    }
    numbers[i] = number
    if (words.firsts[i]! >= 0) firsts[words.firsts[i]!] = 1
    if (i > 0) neighbours.add(codeOf(numbers[i - 1]!, number))
  }
  return {
    ...{ length, words, numbers, weights, firsts, neighbours },
    total: weights.reduce((sum, weight) => sum + weight, 0),
    numberOf: (key) => (sieve[key & SIEVE] ? (known.get(key) ?? -1) : -1),
  }
}

/** A code for two numbers, each of which is below 2^16: a query has no more tokens that are looked at. */
function codeOf(left: number, right: number): number {
  return left * 65_536 + right
}

function findMatches({ weights, numberOf, firsts }: Query, words: Words): Matches {
  const hits: number[] = []
  const numbers: number[] = []
  const counts = new Int32Array(weights.length)
  const parts: number[] = []
  const begun = new Set<number>()
  for (let j = 0; j < words.count; j++) {
    const first = words.firsts[j]!
    if (first >= 0 && firsts[first]) {
      parts.push(j)
      begun.add(first)
    }
    const number = numberOf(words.keys[j]!)
    if (number < 0) continue
    hits.push(j)
    numbers.push(number)
    counts[number]!++
  }
  return { words, hits, numbers, counts, parts, begun }
}

/** How much of the query the whole document covers, saturated and normalised by length as BM25 is. */
function coverage({ weights }: Query, { words, counts }: Matches, settings: MatchTypes): number {
  const { k1, b, averageWords } = settings
  const saturation = k1 * (1 - b + b * (words.count / averageWords))
  let covered = 0
  weights.forEach((weight, number) => {
    const count = counts[number]!
    if (count) covered += (weight * count) / (count + saturation)
  })
  return covered
}

/** The words in a row that hold most of the query's weight: how much, and their tokens `[start, end)`. */
function bestWindow({ weights }: Query, { words, hits, numbers }: Matches, span: number) {
  const inside = new Int32Array(weights.length)
  let best = { weight: 0, start: 0, end: 0 }
  let weight = 0
  let next = 0
  hits.forEach((j, n) => {
    for (; next < hits.length && hits[next]! < j + span; next++)
      if (inside[numbers[next]!]!++ === 0) weight += weights[numbers[next]!]!
    if (weight > best.weight) {
      const last = Math.min(words.count, j + span) - 1
      best = { weight, start: words.starts[j]!, end: words.ends[last]! }
    }
    if (--inside[numbers[n]!]! === 0) weight -= weights[numbers[n]!]!
  })
  return best
}

/** The query's neighbouring words that are neighbours in the document too: a level, their codes, and which hits are of one. */
function findPhrases({ words, numbers, neighbours }: Query, matches: Matches) {
  const found = new Set<number>()
  const hits = new Uint8Array(matches.hits.length)
  for (let n = 0; n + 1 < matches.hits.length; n++) {
    if (matches.hits[n + 1] !== matches.hits[n]! + 1) continue
    const code = codeOf(matches.numbers[n]!, matches.numbers[n + 1]!)
    if (!neighbours.has(code)) continue
    found.add(code)
    hits[n] = 1
    hits[n + 1] = 1
  }
  let all = 0
  let got = 0
  for (let i = 0; i + 1 < words.count; i++) {
    const weight = Math.min(words.weights[i]!, words.weights[i + 1]!)
    all += weight
    if (found.has(codeOf(numbers[i]!, numbers[i + 1]!))) got += weight
  }
  return { level: all > 0 ? Math.min(7, Math.floor((got * 8) / all)) : 8, found, hits }
}

function queryTypes(
  { length, words, numbers }: Query,
  { counts, begun }: Matches,
  phrases: ReadonlySet<number>,
): Uint8Array {
  const types = new Uint8Array(length)
  const together = (i: number) =>
    i >= 0 && i + 1 < words.count && phrases.has(codeOf(numbers[i]!, numbers[i + 1]!))
  for (let i = 0; i < words.count; i++) {
    const count = counts[numbers[i]!]!
    let type = (count > 1 ? QUERY_MANY : QUERY_HIT) + rarity(words.weights[i]!)
    if (together(i - 1) || together(i)) type = QUERY_PHRASE + rarity(words.weights[i]!)
    if (count === 0) type = begun.has(words.firsts[i]!) ? QUERY_PART : QUERY_MISS + rarity(words.weights[i]!)
    paint(types, type, words, i)
  }
  return types
}

function documentTypes(
  { weights }: Query,
  { words, hits, numbers, parts }: Matches,
  window: { start: number; end: number },
  inPhrase: Uint8Array,
  length: number,
): Uint8Array {
  const types = new Uint8Array(length).fill(DOCUMENT_NONE)
  types.fill(DOCUMENT_NEAR, window.start, window.end)
  for (const j of parts) paint(types, DOCUMENT_PART, words, j)
  hits.forEach((j, n) => {
    const start = words.starts[j]!
    const near = window.start <= start && start < window.end
    const kind = DOCUMENT_HIT + (inPhrase[n] ? 4 : 0) + (near ? 8 : 0)
    paint(types, kind + rarity(weights[numbers[n]!]!), words, j)
  })
  return types
}

/** A word's tokens are one or a few: a loop is cheaper than a call of `fill`. */
function paint(types: Uint8Array, type: number, { starts, ends }: Words, word: number): void {
  for (let at = starts[word]!; at < ends[word]!; at++) types[at] = type
}

/** A class from 0, common, to 3, rare. */
function rarity(weight: number): number {
  return Math.min(3, weight >> 5)
}
