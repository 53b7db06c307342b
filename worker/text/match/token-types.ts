import type { MatchTypes } from '../../../src/protocol/model-card.js'
import type { SubwordCounts } from '../types.js'
import {
  bestSpan,
  coverage,
  findMatches,
  findPhrases,
  type Matches,
  relatedGain,
} from './document-matches.js'
import { codeOf, type MatchTables, type Query, readQuery, relationOf } from './query.js'
import { STRENGTHS } from './related.js'
import { createCompare, type Similarities } from './similarity.js'
import { SPECIAL_TYPES, specialTypes } from './special-types.js'
import { createWordReader, type Words } from './words.js'

/**
 * Token types that tell a model where query and document meet: which words of the query the document has, how rare
 * they are, which other words of it are related to them, whether they stand together, how well the document covers the
 * query as a whole, and how alike the two are in meaning. The specification is "Match types" in training/README.md, the
 * reference training/match.py; the integers are the same.
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
export const MATCH_TYPES = SPECIAL_TYPES[2][1]

/** What is said where a model has no vectors. */
const NOT_ALIKE: Similarities = { whole: 0, window: 0, other: 0 }

// Where each kind of type begins. Kinds with a rarity take four types, those with a strength too twelve.
const QUERY_MISS = 1
const QUERY_PART = 5
const QUERY_HIT = 6
const QUERY_MANY = 10
const QUERY_PHRASE = 14
const DOCUMENT_NONE = 18
const DOCUMENT_NEAR = 19
const DOCUMENT_PART = 20
const DOCUMENT_HIT = 21
const DOCUMENT_RELATED = 37
const QUERY_RELATED = 49

/**
 * @param query token ids of the whole query, without special tokens, as the documents' are
 */
export function createQueryMatcher(
  tables: MatchTables,
  settings: MatchTypes,
  query: Int32Array,
): QueryMatcher {
  const words = createWordReader(tables.table, settings)(query)
  const asked = readQuery(query.length, words, tables.related, settings.relatedMin)
  const read = createWordReader(tables.table, settings)
  const compare = tables.vectors ? createCompare(tables.vectors, query) : () => NOT_ALIKE
  return (document) => {
    const words = read(document)
    const matches = findMatches(asked, words)
    const span = bestSpan(asked, matches, settings.windowWords)
    const phrases = findPhrases(asked, matches)
    const evidence = {
      total: asked.total,
      covered: coverage(asked, matches, settings),
      span: span.weight,
      gain: relatedGain(asked, matches),
      phraseLevel: phrases.level,
      words: words.count,
    }
    const alike = compare(document, sharedTokens(matches, document.length))
    return {
      specials: specialTypes(evidence, alike),
      query: queryTypes(asked, matches, phrases.found),
      document: documentTypes(asked, matches, span, phrases.hits, document.length),
      counted: words.counted,
    }
  }
}

/** Which tokens of the document are in a word that the query has too. */
function sharedTokens({ words, hits }: Matches, length: number): Uint8Array {
  const shared = new Uint8Array(length)
  for (const j of hits) paint(shared, 1, words, j)
  return shared
}

function queryTypes(query: Query, matches: Matches, phrases: ReadonlySet<number>): Uint8Array {
  const { words, numbers } = query
  const types = new Uint8Array(query.length)
  const together = (i: number) =>
    i >= 0 && i + 1 < words.count && phrases.has(codeOf(numbers[i]!, numbers[i + 1]!))
  for (let i = 0; i < words.count; i++)
    paint(types, queryType(query, matches, i, together(i - 1) || together(i)), words, i)
  return types
}

/** Of the query's word `i`. */
function queryType(
  { words, numbers }: Query,
  { counts, begun, met }: Matches,
  i: number,
  inPhrase: boolean,
): number {
  const number = numbers[i]!
  const kind = rarity(words.weights[i]!)
  if (counts[number]! > 0 && inPhrase) return kind + QUERY_PHRASE
  if (counts[number]! > 0) return kind + (counts[number]! > 1 ? QUERY_MANY : QUERY_HIT)
  if (met[number]! < STRENGTHS) return kind + QUERY_RELATED + 4 * met[number]!
  return begun.has(words.firsts[i]!) ? QUERY_PART : kind + QUERY_MISS
}

function documentTypes(
  { weights }: Query,
  { words, hits, numbers, parts, related, relations }: Matches,
  span: { start: number; end: number },
  inPhrase: Uint8Array,
  length: number,
): Uint8Array {
  const types = new Uint8Array(length).fill(DOCUMENT_NONE)
  types.fill(DOCUMENT_NEAR, span.start, span.end)
  for (const j of parts) paint(types, DOCUMENT_PART, words, j)
  related.forEach((j, n) => {
    const { number, strength } = relationOf(relations[n]!)
    paint(types, DOCUMENT_RELATED + 4 * strength + rarity(weights[number]!), words, j)
  })
  hits.forEach((j, n) => {
    const start = words.starts[j]!
    const near = span.start <= start && start < span.end
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
