import type { MatchTypes } from '../../../src/protocol/model-card.js'
import { codeOf, type Query, relationOf } from './query.js'
import { STRENGTHS } from './related.js'
import type { Words } from './words.js'

/** What a document has of a query. */
export interface Matches {
  words: Words
  /** Positions of words that the query has too, and the numbers of these. */
  hits: readonly number[]
  numbers: readonly number[]
  /** How often the document has each of the query's words. */
  counts: Int32Array
  /** Positions of words that begin as one of the query's does, and the first pieces. */
  parts: readonly number[]
  begun: ReadonlySet<number>
  /** Positions of words that are related to one of the query's, and how: see `relationOf`. */
  related: readonly number[]
  relations: readonly number[]
  /** For each of the query's words the strength of its closest relation here; {@link STRENGTHS} for none. */
  met: Uint8Array
}

export function findMatches({ weights, numberOf, beginsWith, nearOf }: Query, words: Words): Matches {
  const hits: number[] = []
  const numbers: number[] = []
  const parts: number[] = []
  const related: number[] = []
  const relations: number[] = []
  const counts = new Int32Array(weights.length)
  const begun = new Set<number>()
  const met = new Uint8Array(weights.length).fill(STRENGTHS)
  for (let j = 0; j < words.count; j++) {
    const first = words.firsts[j]!
    if (first >= 0 && beginsWith(first)) {
      parts.push(j)
      begun.add(first)
    }
    const key = words.keys[j]!
    const number = numberOf(key)
    if (number >= 0) {
      hits.push(j)
      numbers.push(number)
      counts[number]!++
      continue
    }
    const relation = nearOf(key)
    if (relation > 0) {
      related.push(j)
      relations.push(relation)
      const { number, strength } = relationOf(relation)
      met[number] = Math.min(met[number]!, strength)
    }
  }
  return { words, hits, numbers, counts, parts, begun, related, relations, met }
}

/** How much of the query the whole document covers, saturated and normalised by length as BM25 is. */
export function coverage({ weights }: Query, { words, counts }: Matches, settings: MatchTypes): number {
  const { k1, b, averageWords } = settings
  const saturation = k1 * (1 - b + b * (words.count / averageWords))
  let covered = 0
  weights.forEach((weight, number) => {
    const count = counts[number]!
    if (count) covered += (weight * count) / (count + saturation)
  })
  return covered
}

/** Eighths of a query word's weight that a related word covers, by strength. */
const RELATED_SHARE = [8, 5, 3] as const

/** How much of the query's weight related words cover where its own words are missing, in eighths. */
export function relatedGain({ weights }: Query, { counts, met }: Matches): number {
  let gain = 0
  weights.forEach((weight, number) => {
    if (counts[number] === 0) gain += weight * (RELATED_SHARE[met[number]!] ?? 0)
  })
  return gain
}

/** The span of `size` words that holds most of the query's weight: how much, and their tokens `[start, end)`. */
export function bestSpan({ weights }: Query, { words, hits, numbers }: Matches, size: number) {
  const inside = new Int32Array(weights.length)
  let best = { weight: 0, start: 0, end: 0 }
  let weight = 0
  let next = 0
  hits.forEach((j, n) => {
    for (; next < hits.length && hits[next]! < j + size; next++)
      if (inside[numbers[next]!]!++ === 0) weight += weights[numbers[next]!]!
    if (weight > best.weight) {
      const last = Math.min(words.count, j + size) - 1
      best = { weight, start: words.starts[j]!, end: words.ends[last]! }
    }
    if (--inside[numbers[n]!]! === 0) weight -= weights[numbers[n]!]!
  })
  return best
}

/** The query's neighbouring words that are neighbours in the document too: a level, their codes, and which hits are of one. */
export function findPhrases({ words, numbers, neighbours }: Query, matches: Matches) {
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
