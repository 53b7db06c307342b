/**
 * The public surface, in full. Withheld on purpose: the worker's protocol, the handler and the queue, which may change
 * in any release. Other parts have entries of their own, so that this one stays small.
 * @module webrerank
 */

export { rerank } from './client/rerank.js'
export { createReranker } from './client/reranker.js'
export type {
  Availability,
  CallOptions,
  RankOptions,
  Reranker,
  RerankerOptions,
  RerankProgress,
  Upstream,
} from './client/types.js'
export { isRerankError, RerankError, type RerankErrorCode } from './protocol/errors.js'
export type {
  Device,
  Dtype,
  FuseWeight,
  ModelCard,
  ModelFile,
  ModelReference,
  ReferencePair,
  Tolerance,
} from './protocol/model-card.js'
export type { EngineInfo, Fallback } from './protocol/scoring.js'
export type { ExpandedWord, TextSpan, WordMatch } from './protocol/word-match.js'
export type { Fused, FuseOptions } from './wire/fuse-options.js'
export type { RerankRequest } from './wire/request.js'
export type { RerankFacts, RerankResponse, RerankResult } from './wire/response.js'
