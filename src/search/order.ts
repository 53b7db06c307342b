import { RerankError } from '../protocol/errors.js'
import type { RerankResult } from '../wire/response.js'
import type { Reading } from './readings.js'
import type { Hit, SearchResult } from './types.js'

/** The first stage's own answer: what it did not find is no result. */
export function lexicalOrder<P>(hits: readonly Hit<P>[]): SearchResult<P>[] {
  return hits.flatMap((hit, rank) => (hit.matched === false ? [] : [{ ...hit, rank }]))
}

/** What the model must give a document. */
export interface Limits {
  /** One with words of the query, or related ones, to be an answer. */
  floor: number
  /** One without, to be a result. */
  minScore: number
}

/** What is known of a hit: its best reading's score as blended, and the model's own best; those of its parts. */
interface Judged {
  best: number
  own: number
  parts: Map<number, number>
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
  { floor, minScore }: Limits,
): SearchResult<P>[] {
  const judged = judge(readings, answer)
  const ranked = [...judged].flatMap(([rank, { best, own, parts }]): SearchResult<P>[] => {
    const hit = hits[rank]!
    const least = hit.matched === false ? minScore : floor
    if (hit.matched === false && own < least) return []
    const subResults = hit.subResults?.map((part, i) =>
      parts.has(i) ? { ...part, relevance: parts.get(i)! } : part,
    )
    return [{ ...hit, ...(parts.size > 0 && { subResults }), rank, relevance: best, answers: own >= least }]
  })
  const rest = hits.flatMap((hit, rank) =>
    judged.has(rank) || hit.matched === false ? [] : [{ ...hit, rank }],
  )
  return [...ranked, ...rest]
}

/** In the order of their best reading: a map keeps the first place of a key. */
function judge(readings: readonly Reading[], answer: readonly RerankResult[]): Map<number, Judged> {
  const seen = new Set<number>()
  const judged = new Map<number, Judged>()
  for (const { index, relevance_score, model_score = relevance_score } of answer) {
    const reading = Number.isInteger(index) ? readings[index] : undefined
    if (!reading || seen.has(index) || !Number.isFinite(relevance_score))
      throw new RerankError(
        'inference_failed',
        `the reranker's answer has a wrong entry for document ${index}`,
      )
    seen.add(index)
    const known = judged.get(reading.hit) ?? { best: relevance_score, own: model_score, parts: new Map() }
    known.own = Math.max(known.own, model_score)
    if (reading.part !== undefined) known.parts.set(reading.part, relevance_score)
    judged.set(reading.hit, known)
  }
  return judged
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
