import { RerankError } from '../protocol/errors.js'
import type { FuseOptions } from '../wire/fuse-options.js'
import type { RerankResult } from '../wire/response.js'
import type { Hit, SearchOptions, SearchResult } from './types.js'

/** One text that the reranker reads, and what it is of: a hit, or a part of one. */
export interface Reading {
  text: string
  /** Index of the hit. */
  hit: number
  /** Index of the part among the hit's `subResults`. */
  part?: number
}

/** What the reranker reads of each hit: its own passage, and those of its parts; its title and text where there is none. */
export function readingsOf(hits: readonly Hit[]): Reading[] {
  return hits.flatMap(({ passage, title, text, subResults = [] }, hit): Reading[] => {
    const parts = subResults.flatMap((part, i) =>
      part.passage === undefined ? [] : [{ text: part.passage, hit, part: i }],
    )
    const own = passage ?? (title ? `${title}\n${text}` : text)
    return passage === undefined && parts.length > 0 ? parts : [{ text: own, hit }, ...parts]
  })
}

/** The member `fuse` of the request. */
export function fusionOf(
  hits: readonly Hit[],
  readings: readonly Reading[],
  fuse: SearchOptions['fuse'],
): false | FuseOptions {
  if (fuse === false) return false
  const scores = readings.map(({ hit }) => hits[hit]?.score)
  const usable = fuse?.with === 'scores' && scores.every((score) => Number.isFinite(score))
  return {
    with: usable ? (scores as number[]) : 'order',
    ...(fuse?.weight !== undefined && { weight: fuse.weight }),
  }
}

/** The first stage's own answer: what it did not find is no result. */
export function lexicalOrder<P>(hits: readonly Hit<P>[]): SearchResult<P>[] {
  return hits.flatMap((hit, rank) => (hit.matched === false ? [] : [{ ...hit, rank }]))
}

/**
 * Candidates in the reranker's order, each where the best of its readings is, then those that it left out, then what is
 * past the candidates, as the first stage had them. No document is lost but those that were not found and are below
 * `minScore`.
 * @throws RerankError `inference_failed` where the answer is none for these candidates
 */
export function rerankedOrder<P>(
  hits: readonly Hit<P>[],
  readings: readonly Reading[],
  answer: readonly RerankResult[],
  minScore: number,
): SearchResult<P>[] {
  const seen = new Set<number>()
  /** In the order of their best reading: a map keeps the first place of a key. */
  const scores = new Map<number, { best: number; parts: Map<number, number> }>()
  for (const { index, relevance_score } of answer) {
    const reading = Number.isInteger(index) ? readings[index] : undefined
    if (!reading || seen.has(index) || !Number.isFinite(relevance_score))
      throw new RerankError(
        'inference_failed',
        `the reranker's answer has a wrong entry for document ${index}`,
      )
    seen.add(index)
    const known = scores.get(reading.hit) ?? { best: relevance_score, parts: new Map() }
    if (reading.part !== undefined) known.parts.set(reading.part, relevance_score)
    scores.set(reading.hit, known)
  }
  const ranked = [...scores].flatMap(([rank, { best, parts }]): SearchResult<P>[] => {
    const hit = hits[rank]!
    if (hit.matched === false && best < minScore) return []
    const subResults = hit.subResults?.map((part, i) =>
      parts.has(i) ? { ...part, relevance: parts.get(i)! } : part,
    )
    return [{ ...hit, ...(parts.size > 0 && { subResults }), rank, relevance: best }]
  })
  const rest = hits.flatMap((hit, rank) =>
    scores.has(rank) || hit.matched === false ? [] : [{ ...hit, rank }],
  )
  return [...ranked, ...rest]
}

/**
 * The stretch of a result's text in which its best sentence is looked for: the part that the reranker liked best, where
 * it read parts and that one stands in the text.
 */
export function bestStretch({ text, subResults = [] }: SearchResult): { text: string; start: number } {
  const [best] = subResults
    .filter(({ relevance }) => relevance !== undefined)
    .sort((a, b) => b.relevance! - a.relevance!)
  const start = best?.text ? text.indexOf(best.text) : -1
  return start < 0 ? { text, start: 0 } : { text: best!.text, start }
}
