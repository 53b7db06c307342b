import { sigmoid } from '../wire/ranking.js'
import type { ParsedRequest } from '../wire/request.js'
import type { RerankResult } from '../wire/response.js'
import { failed } from './upstream-errors.js'

/**
 * Sorted, cut and scaled as an answer of our own: other servers break ties in other ways, and some answer logits,
 * which shows in scores that are not between 0 and 1.
 */
export function dress(results: [index: number, score: number][], request: ParsedRequest): RerankResult[] {
  const areLogits = results.some(([, score]) => score < 0 || score > 1)
  const scale = (score: number) => {
    if (request.rawScores) return areLogits ? score : logit(score)
    return areLogits ? sigmoid(score) : inside(score)
  }
  return results
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, request.topN)
    .map(([index, score]) => ({
      index,
      relevance_score: scale(score),
      ...(request.returnDocuments && { document: { text: request.documents[index]! } }),
    }))
}

/** The inverse of the logistic function, finite for 0 and 1 as well. */
function logit(score: number): number {
  const inner = inside(score)
  return Math.log(inner) - Math.log1p(-inner)
}

/** A score strictly between 0 and 1, as ours are. */
function inside(score: number): number {
  return Math.min(1 - Number.EPSILON / 2, Math.max(Number.MIN_VALUE, score))
}

/**
 * Positions and scores of an answer in the card's form, in Voyage's or in TEI's.
 * @throws RerankError `upstream_failed` where it is none, or ranks fewer documents than were asked for
 */
export function readResults(
  url: string,
  answer: unknown,
  { documents, topN }: ParsedRequest,
): [index: number, score: number][] {
  const { results, data } = (answer ?? {}) as { results?: unknown; data?: unknown }
  const list = Array.isArray(answer) ? answer : (results ?? data)
  if (!Array.isArray(list)) throw failed(url, 'sent an answer that is not a ranking')
  const pairs = list.map((item): [number, number] => [item?.index, item?.relevance_score ?? item?.score])
  const valid = pairs.every(
    ([index, score]) =>
      Number.isInteger(index) && index >= 0 && index < documents.length && Number.isFinite(score),
  )
  if (!valid || new Set(pairs.map(([index]) => index)).size < pairs.length)
    throw failed(url, 'sent an answer that is not a ranking')
  if (pairs.length < topN) throw failed(url, `ranked ${pairs.length} of ${topN} documents`)
  return pairs
}

/** 0 where the server does not say, or says what cannot be. */
export function readTokens(answer: unknown): number {
  const { usage, meta } = (answer ?? {}) as {
    usage?: { total_tokens?: unknown } | null
    meta?: { tokens?: { input_tokens?: unknown } | null } | null
  }
  const tokens = usage?.total_tokens ?? meta?.tokens?.input_tokens
  return Number.isSafeInteger(tokens) && (tokens as number) >= 0 ? (tokens as number) : 0
}
