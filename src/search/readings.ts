import type { FuseOptions } from '../wire/fuse-options.js'
import type { Hit, SearchOptions } from './types.js'

/** One text that the reranker reads, and what it is of: a hit, or a part of one. */
export interface Reading {
  text: string
  /** Index of the hit. */
  hit: number
  /** Index of the part among the hit's `subResults`. */
  part?: number
  /** The first stage's score of the part, or of the hit; `undefined` where it has none. */
  score: number | undefined
  /** Whether the first stage found it. */
  matched: boolean
}

/**
 * Weight of a first stage that knows related words, beside the model's 1: it finds about as much of what answers as the
 * model does, where a first stage without them finds less (docs/performance.md, "Search of this site").
 */
const EXPANDED_WEIGHT = 1

/**
 * What the reranker reads of each hit: its own passage, and those of its parts; its title and text where there is none. Of a
 * hit without any it reads nothing.
 */
export function readingsOf(hits: readonly Hit[]): Reading[] {
  return hits.flatMap(
    ({ passage, title, text, score, matched = true, unread, subResults = [] }, hit): Reading[] => {
      const parts = subResults.flatMap((part, i) =>
        !part.passage?.trim()
          ? []
          : [{ text: part.passage, hit, part: i, score: part.score ?? score, matched }],
      )
      const own = passage ?? (title ? `${title}\n${text}` : text)
      const skips = unread !== undefined || !own.trim() || (passage === undefined && parts.length > 0)
      return skips ? parts : [{ text: own, hit, score, matched }, ...parts]
    },
  )
}

/** Why nothing of these hits can be read; nothing where some of it can. */
export function whyUnread(hits: readonly Hit[]): string | undefined {
  if (hits.length === 0 || readingsOf(hits).length > 0) return undefined
  return hits.find(({ unread }) => unread !== undefined)?.unread ?? 'the documents have no text'
}

/** The most that are read in the first turn, for each candidate. */
const READINGS_EACH = 2

/** The readings of the first so many hits, and of them the best where they are many. In their own order. */
export function firstReadings(readings: readonly Reading[], candidates: number): Reading[] {
  const chosen = readings.filter(({ hit }) => hit < candidates)
  return bestReadings(chosen, READINGS_EACH * candidates)
}

/** At most so many readings, those with the best scores where they have any. In their own order. */
export function bestReadings(readings: readonly Reading[], most: number): Reading[] {
  if (readings.length <= most) return [...readings]
  const best = new Set(readings.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0)).slice(0, most))
  return readings.filter((reading) => best.has(reading))
}

/**
 * The member `fuse` of the request.
 * @param expanded whether the first stage knew related words
 * @param likeness how alike each reading is to the query in meaning, where that is known: it counts as much as the score
 */
export function fusionOf(
  readings: readonly Reading[],
  fuse: SearchOptions['fuse'],
  expanded: boolean,
  likeness?: readonly number[],
): false | FuseOptions {
  if (fuse === false) return false
  const scores = readings.map(({ score, matched }) => (matched ? score : (score ?? 0)))
  const usable = scores.every((score) => Number.isFinite(score))
  const weight = fuse?.weight ?? (expanded ? EXPANDED_WEIGHT : undefined)
  const byScores = usable && (fuse?.with ?? (expanded ? 'scores' : 'order')) === 'scores'
  return {
    with: byScores ? withLikeness(scores as number[], likeness) : 'order',
    ...(weight !== undefined && { weight }),
  }
}

function withLikeness(scores: readonly number[], likeness: readonly number[] | undefined): number[] {
  if (!likeness) return [...scores]
  const alike = standardize(likeness)
  return standardize(scores).map((score, i) => score + alike[i]!)
}

/** Numbers with mean 0 and standard deviation 1; all 0 where they are the same. */
function standardize(numbers: readonly number[]): number[] {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length
  const spread = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length)
  return numbers.map((x) => (spread > 0 ? (x - mean) / spread : 0))
}
