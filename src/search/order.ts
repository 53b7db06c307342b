import type { RerankResult } from '../api/answer.js'
import type { FuseOptions } from '../fuse.js'
import { RerankError } from '../shared/errors.js'
import type { Hit, SearchOptions, SearchResult } from './types.js'

/** What the reranker reads of a document. */
export function passageOf({ passage, title, text }: Hit): string {
  return passage ?? (title ? `${title}\n${text}` : text)
}

/** The member `fuse` of the request. */
export function fusionOf(hits: readonly Hit[], fuse: SearchOptions['fuse']): false | FuseOptions {
  if (fuse === false) return false
  const scores = hits.map(({ score }) => score)
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
 * Candidates in the reranker's order, then those that it left out, then what is past the candidates, as the first stage
 * had them. No document is lost but those that were not found and are below `minScore`.
 * @throws RerankError `inference_failed` where the answer is none for these candidates
 */
export function rerankedOrder<P>(
  hits: readonly Hit<P>[],
  candidates: number,
  answer: readonly RerankResult[],
  minScore: number,
): SearchResult<P>[] {
  const seen = new Set<number>()
  const ranked = answer.flatMap(({ index, relevance_score }): SearchResult<P>[] => {
    const hit = Number.isInteger(index) && index < candidates ? hits[index] : undefined
    if (!hit || seen.has(index) || !Number.isFinite(relevance_score))
      throw new RerankError(
        'inference_failed',
        `the reranker's answer has a wrong entry for document ${index}`,
      )
    seen.add(index)
    if (hit.matched === false && relevance_score < minScore) return []
    return [{ ...hit, rank: index, relevance: relevance_score }]
  })
  const rest = hits.flatMap((hit, rank) =>
    seen.has(rank) || hit.matched === false ? [] : [{ ...hit, rank }],
  )
  return [...ranked, ...rest]
}
