import type { TextSpan, WordMatch } from '../../src/protocol/word-match.js'
import { findNear, relationOf } from './match/query.js'
import type { PairInput } from './pair-input.js'
import { createKeyReader, type WordKey, wordsOf } from './text-words.js'
import type { Checkpoint } from './types.js'

/** Characters of a text whose words are looked at. */
export const EXPLAINED_CHARACTERS = 50_000
/** Matches that are told of a document, at most. */
export const MOST_MATCHES = 500

/** Words that are read between two checkpoints. */
const STEP = 256

/** By strength. */
export const STRENGTH_NAMES = ['close', 'near', 'far'] as const

/** The different words of a query, each with a number: the place of the first, and what is looked for. */
export interface AskedWords {
  spans: readonly TextSpan[]
  numbers: ReadonlyMap<number | string, number>
  /** The numbers of words by their first pieces. */
  begins: ReadonlyMap<number, number>
  /** By key: the word that it is related to, as `relationOf` reads it, or 0. */
  near: ReadonlyMap<number, number>
  /** Whether a word says enough to be told of. */
  tells(number: number): boolean
}

/** Tells where the words of a document meet the query's. */
export type Explain = (document: string) => Promise<WordMatch[]>

/**
 * Tells which words of a document meet a query's: what match types tell a model, in terms of a text. Function words are
 * left out, unless the query has no other.
 * @param checkpoint called in the midst of long texts
 */
export async function createExplainer(
  input: PairInput,
  query: string,
  checkpoint: Checkpoint,
): Promise<Explain> {
  const read = createKeyReader(input)
  const asked = await readAsked(input, query, read, checkpoint)
  return async (document) => {
    const matches: WordMatch[] = []
    let count = 0
    for (const { word, start, end } of wordsOf(document, EXPLAINED_CHARACTERS)) {
      if (++count % STEP === 0) await checkpoint()
      const match = meet(asked, read(word))
      if (match) matches.push({ start, end, ...match })
      if (matches.length === MOST_MATCHES) break
    }
    return matches
  }
}

export async function readAsked(
  { match }: PairInput,
  query: string,
  read: (word: string) => WordKey,
  checkpoint: Checkpoint,
): Promise<AskedWords> {
  const spans: TextSpan[] = []
  const weights: number[] = []
  const numbers = new Map<number | string, number>()
  const firsts: [first: number, number: number][] = []
  let count = 0
  for (const { word, start, end } of wordsOf(query, EXPLAINED_CHARACTERS)) {
    if (++count % STEP === 0) await checkpoint()
    const { key, first, weight } = read(word)
    if (numbers.has(key)) continue
    const number = spans.push({ start, end }) - 1
    numbers.set(key, number)
    weights.push(weight)
    if (first >= 0) firsts.push([first, number])
  }
  const least = leastWeight(weights, match?.settings.partialMin ?? 0)
  const tells = (number: number) => weights[number]! >= least
  // The first word with a piece is the one that counts, so it is set last.
  const begins = new Map(firsts.filter(([, number]) => tells(number)).reverse())
  const near =
    match?.related &&
    findNear(keysOf(numbers), weights, match.related, Math.max(least, match.settings.relatedMin ?? 0))
  return { spans, numbers, begins, near: near ?? new Map(), tells }
}

/**
 * What a word must weigh to be told of: function words are much lighter than the rest of a query. Where that is light
 * itself, the half of its heaviest word is the measure.
 * @param enough a word of this weight says something in any query
 */
function leastWeight(weights: readonly number[], enough: number): number {
  return Math.min(enough, weights.reduce((most, weight) => Math.max(most, weight), 0) / 2)
}

function keysOf(numbers: ReadonlyMap<number | string, number>): Map<number, number> {
  return new Map([...numbers].filter((entry): entry is [number, number] => typeof entry[0] === 'number'))
}

function meet(
  { spans, numbers, begins, near, tells }: AskedWords,
  { key, first }: WordKey,
): Omit<WordMatch, keyof TextSpan> | undefined {
  const number = numbers.get(key)
  if (number !== undefined) return tells(number) ? { query: spans[number]!, kind: 'same' } : undefined
  const found = typeof key === 'number' ? (near.get(key) ?? 0) : 0
  if (found > 0) {
    const { number, strength } = relationOf(found)
    return { query: spans[number]!, kind: 'related', strength: STRENGTH_NAMES[strength]! }
  }
  const begun = begins.get(first)
  return begun === undefined ? undefined : { query: spans[begun]!, kind: 'begins' }
}
