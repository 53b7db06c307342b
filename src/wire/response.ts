import type { EngineInfo, ScoringAnswer } from '../protocol/scoring.js'
import type { WordMatch } from '../protocol/word-match.js'
import type { Cascaded } from './cascade-options.js'
import type { Fused } from './fuse-options.js'
import { rankByLogit, sigmoid } from './ranking.js'
import type { ParsedRequest } from './request.js'

/** One document of an answer. */
export interface RerankResult {
  /** Position in the request's `documents`. */
  index: number
  /** Between 0 and 1, both excluded; a logit with `raw_scores`. With `fuse`, of the blended logits. */
  relevance_score: number
  /**
   * Only with `fuse`, and where `model` is told: the model's own score, before it was blended, or put below those of a better model. A
   * logit with `raw_scores`.
   */
  model_score?: number
  /** Only with `cascade`, and for a `deadline` or a stream: the model that scored the document. Absent where none did yet. */
  model?: string
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
  /**
   * `upstream` if the server of the `upstream` option answered, `none` if no model was loaded in time; then there is no dtype and no
   * build.
   */
  device: EngineInfo['device'] | 'upstream' | 'none'
  dtype?: EngineInfo['dtype']
  build?: EngineInfo['build']
  /** Origin of the server that answered instead of the device. */
  upstream?: string
  /** With `fuse`: what was combined, and its weight. */
  fused?: Fused
  /** With `cascade`: the small model, and how many documents the other one was to score. */
  cascade?: Cascaded
  /**
   * With `cascade`, a `deadline` or a stream: how many documents have their score from which model, by its id. Those that no model
   * scored are last, in their own order.
   */
  scored?: Record<string, number>
  /** Told where `scored` is: whether all scores are there. False where a deadline came first, and for all states of a stream but the last. */
  complete?: boolean
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

/** What models answered, and what was made of it. */
export interface Scored extends Pick<ScoringAnswer, 'logits' | 'tokens' | 'truncated' | 'cached'> {
  info: Omit<EngineInfo, 'device' | 'dtype' | 'build'> & Pick<RerankFacts, 'device' | 'dtype' | 'build'>
  timings: RerankFacts['timings']
  /** Models' own logits. Default: those of the answer. */
  modelLogits?: readonly (number | undefined)[]
  /** Positions, best first. Default: by logits. */
  order?: readonly number[]
  /** The model that scored a document, where there are several, or where not each has a score. */
  scoredBy?: readonly (string | undefined)[]
  fused?: Fused
  cascade?: Cascaded
  scored?: Record<string, number>
  complete?: boolean
}

/**
 * Sorts, cuts and dresses what models answered.
 * @param queue milliseconds that the request waited for its turn, beside what it waited for in a worker
 */
export function createResponse(
  model: string,
  request: ParsedRequest,
  answer: Scored,
  queue: number,
): RerankResponse {
  const { logits, tokens, truncated, cached, info, timings, fused, cascade, scored, complete } = answer
  const warnings = [...request.warnings]
  // A person would think that the model's own window was full.
  if (info.window !== undefined && truncated.length > 0)
    warnings.push(
      `documents were cut at ${info.window} tokens, fewer than the model can read, to fit into memory`,
    )
  const results = (answer.order ?? rankByLogit(logits))
    .slice(0, request.topN)
    .map((index) => createResult(index, request, answer))
  const total = tokens.reduce((sum, count) => sum + count, 0)
  const answered = isAnswered(model, answer)
  return wrapResults(model, results, total, {
    ...info,
    ...(fused && { fused }),
    ...(cascade && { cascade }),
    ...(scored && { scored }),
    ...(complete !== undefined && { complete }),
    ...(answered !== undefined && { answered }),
    ...{ truncated, cached, warnings, timings: { ...timings, queue: queue + timings.queue } },
  })
}

function createResult(
  index: number,
  { rawScores, returnDocuments, documents }: ParsedRequest,
  { logits, modelLogits, scoredBy }: Scored,
): RerankResult {
  const score = (logit: number) => (rawScores ? logit : sigmoid(logit))
  const own = modelLogits?.[index]
  const model = scoredBy?.[index]
  return {
    index,
    relevance_score: score(logits[index]!),
    ...(own !== undefined && { model_score: score(own) }),
    ...(model !== undefined && { model }),
    ...(returnDocuments && { document: { text: documents[index]! } }),
  }
}

/** Whether a score of the model's own reaches its floor. Undefined where that cannot be told, or not yet. */
function isAnswered(
  model: string,
  { logits, modelLogits = logits, scoredBy, info: { floor }, complete = true }: Scored,
): boolean | undefined {
  if (floor === undefined) return undefined
  const reaches = modelLogits.some(
    (logit, index) =>
      logit !== undefined && (scoredBy ? scoredBy[index] : model) === model && sigmoid(logit) >= floor,
  )
  return reaches || (complete ? false : undefined)
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
