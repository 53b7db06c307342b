import { type RelatedTable, STRENGTHS } from './related.js'
import type { WordVectors } from './vectors.js'
import type { MatchTable, Words } from './words.js'

/** The tables of a model's match types. */
export interface MatchTables {
  table: MatchTable
  /** Default: no word is related to another. */
  related?: RelatedTable | undefined
  /** Default: no text is like another. */
  vectors?: WordVectors | undefined
}

/** The words of a query, and what is asked of a document with them. Each different word of it has a number. */
export interface Query {
  length: number
  words: Words
  /** The number of each word. */
  numbers: Int32Array
  /** The weight of each number, and of all. */
  weights: readonly number[]
  total: number
  /** The number of a key, or -1. */
  numberOf(key: number): number
  /** Whether a word begins with a piece. */
  beginsWith(first: number): boolean
  /** Neighbouring words, by the code of their numbers. */
  neighbours: ReadonlySet<number>
  /** The word that a key is related to, as {@link relationOf} reads it, or 0. */
  nearOf(key: number): number
}

/** Of keys only these low bits are looked at before a number is looked for: most words of a document have none. */
const SIEVE = 4095
/** What a key's place in the sieve may have. */
const [KNOWN, FIRST, NEAR] = [1, 2, 4]

/**
 * What it makes is small, since it is made for each query: columns with a place for each entry of the vocabulary took
 * longer to make than a short document takes to score.
 * @param length tokens of the whole query
 * @param relatedMin words that weigh less have no related words
 */
export function readQuery(
  length: number,
  words: Words,
  related: RelatedTable | undefined,
  relatedMin = 0,
): Query {
  const known = new Map<number, number>()
  const sieve = new Uint8Array(SIEVE + 1)
  const weights: number[] = []
  const numbers = new Int32Array(words.count)
  const firsts = new Set<number>()
  const neighbours = new Set<number>()
  for (let i = 0; i < words.count; i++) {
    const key = words.keys[i]!
    let number = known.get(key)
    if (number === undefined) {
      number = weights.push(words.weights[i]!) - 1
      known.set(key, number)
      sieve[key & SIEVE]! |= KNOWN
    }
    numbers[i] = number
    const first = words.firsts[i]!
    if (first >= 0) {
      firsts.add(first)
      sieve[first & SIEVE]! |= FIRST
    }
    if (i > 0) neighbours.add(codeOf(numbers[i - 1]!, number))
  }
  const near = related && findNear(known, weights, related, relatedMin)
  for (const key of near?.keys() ?? []) sieve[key & SIEVE]! |= NEAR
  return {
    ...{ length, words, numbers, weights, neighbours },
    total: weights.reduce((sum, weight) => sum + weight, 0),
    numberOf: (key) => (sieve[key & SIEVE]! & KNOWN ? (known.get(key) ?? -1) : -1),
    beginsWith: (first) => (sieve[first & SIEVE]! & FIRST) !== 0 && firsts.has(first),
    nearOf: (key) => (sieve[key & SIEVE]! & NEAR ? (near?.get(key) ?? 0) : 0),
  }
}

/** A code for two numbers, each of which is below 2^16: a query has no more tokens that are looked at. */
export function codeOf(left: number, right: number): number {
  return left * 65_536 + right
}

/**
 * Entries that are related to a word of the query and are none of its words, by key. Of several words the closest counts,
 * of equally close ones the first.
 * @param known the number of each key, in the order of the words
 * @param weights of each number
 */
export function findNear(
  known: ReadonlyMap<number, number>,
  weights: readonly number[],
  { starts, entries, strengths }: RelatedTable,
  relatedMin: number,
): Map<number, number> {
  const vocabulary = starts.length - 1
  const near = new Map<number, number>()
  for (const [key, number] of known) {
    if (weights[number]! < relatedMin || key >= vocabulary) continue
    for (let i = starts[key]!; i < starts[key + 1]!; i++) {
      const entry = entries[i]!
      if (known.has(entry)) continue
      const found = near.get(entry)
      if (!found || strengths[i]! < relationOf(found).strength)
        near.set(entry, 1 + number * STRENGTHS + strengths[i]!)
    }
  }
  return near
}

/** What {@link Query.nearOf} says, where it is not 0. */
export function relationOf(near: number): { number: number; strength: number } {
  return { number: Math.floor((near - 1) / STRENGTHS), strength: (near - 1) % STRENGTHS }
}
