import type { EngineInfo, ScoringAnswer } from '../protocol/scoring.js'
import type { WordMatch } from '../protocol/word-match.js'
import type { Fused } from './fuse-options.js'
import { rankByLogit, sigmoid } from './ranking.js'
import type { ParsedRequest } from './request.js'

/** One document of an answer. */
export interface RerankResult {
  /** Position in the request's `documents`. */
  index: number
  /** Between 0 and 1, both excluded; a logit with `raw_scores`. With `fuse`, of the blended logits. */
  relevance_score: number
  /** Only with `fuse`: the model's own score, before it was blended. A logit with `raw_scores`. */
  model_score?: number
  /** The document as it was given; absent with `return_documents: false`. */
  document?: { text: string }
  /** Where words of the document meet words of the query, in the order of its text. Only where `explain` asked for it. */
  matches?: WordMatch[]
}

/** The body of an answer of `POST /v1/rerank`. */
export interface RerankResponse {
  id: string
  object: 'list'
  model: string
  /** Best first. */
  results: RerankResult[]
  /** Tokens of all pairs: the query and special tokens counted for each, padding not. */
  usage: { prompt_tokens: number; completion_tokens: 0; total_tokens: number }
  meta: { tokens: { input_tokens: number; output_tokens: 0 }; billed_units: { search_units: 0 } }
  /** Facts about this answer, which other rerank APIs do not have. */
  webrerank: RerankFacts
}

/** Where and how a request was answered. */
export interface RerankFacts extends Omit<EngineInfo, 'device' | 'dtype' | 'build'> {
  /** `upstream` if the server of the `upstream` option answered; then there is no dtype and no build. */
  device: EngineInfo['device'] | 'upstream'
  dtype?: EngineInfo['dtype']
  build?: EngineInfo['build']
  /** Origin of the server that answered instead of the device. */
  upstream?: string
  /** With `fuse`: what was combined, and its weight. */
  fused?: Fused
  /**
   * Whether any document answers: true if the best score is at or above {@link EngineInfo.floor}. The model's own score
   * between 0 and 1 is compared, also with `raw_scores` and `fuse`. Absent for models without a floor, and for upstream
   * servers.
   */
  answered?: boolean
  /** Positions of documents that were cut to fit. */
  truncated: number[]
  /** Fields of the request without effect, and other notes. */
  warnings: string[]
  /** How many documents had their score, or only their tokens, in memory. */
  cached?: { scores: number; encodings: number }
  /** Milliseconds: waiting for earlier requests, loading the model, tokenizing, scoring; with `explain`, that too. */
  timings: { queue: number; load: number; tokenize: number; score: number; explain?: number }
}

/** Sorts, cuts and dresses what the worker answered. */
export function createResponse(
  model: string,
  request: ParsedRequest,
  {
    logits,
    modelLogits = logits,
    tokens,
    truncated,
    cached,
    info,
    timings,
    fused,
  }: ScoringAnswer & { timings: RerankFacts['timings']; fused?: Fused; modelLogits?: readonly number[] },
): RerankResponse {
  const results = rankByLogit(logits)
    .slice(0, request.topN)
    .map((index): RerankResult => {
      const score = (of: readonly number[]) => (request.rawScores ? of[index]! : sigmoid(of[index]!))
      return {
        index,
        relevance_score: score(logits),
        ...(fused && { model_score: score(modelLogits) }),
        ...(request.returnDocuments && { document: { text: request.documents[index]! } }),
      }
    })
  const warnings = [...request.warnings]
  // A person would think that the model's own window was full.
  if (info.window !== undefined && truncated.length > 0)
    warnings.push(
      `documents were cut at ${info.window} tokens, fewer than the model can read, to fit into memory`,
    )
  const { floor } = info
  const total = tokens.reduce((sum, count) => sum + count, 0)
  return wrapResults(model, results, total, {
    ...info,
    ...(fused && { fused }),
    ...(floor !== undefined && { answered: modelLogits.some((logit) => sigmoid(logit) >= floor) }),
    ...{ truncated, cached, warnings, timings },
  })
}

/** Results as a response of the card's form, with an id of its own. */
export function wrapResults(
  model: string,
  results: RerankResult[],
  tokens: number,
  webrerank: RerankFacts,
): RerankResponse {
  return {
    id: `rerank-${crypto.getRandomValues(new Uint32Array(4)).join('')}`,
    object: 'list',
    model,
    results,
    usage: { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens },
    meta: { tokens: { input_tokens: tokens, output_tokens: 0 }, billed_units: { search_units: 0 } },
    webrerank,
  }
}
