/**
 * The public surface, in full. Withheld on purpose: the worker's protocol, the handler and the queue, which may change
 * in any release. Other parts have entries of their own, so that this one stays small.
 * @module webrerank
 */
export type { RerankFacts, RerankResponse, RerankResult } from './api/answer.js'
export type { RerankRequest } from './api/schema.js'
export type {
  Availability,
  CallOptions,
  Reranker,
  RerankerOptions,
  RerankProgress,
  Upstream,
} from './client/types.js'
export type { EngineInfo, Fallback } from './engine.js'
export { rerank } from './rerank.js'
export { createReranker } from './reranker.js'
export { isRerankError, RerankError, type RerankErrorCode } from './shared/errors.js'
export type {
  Device,
  Dtype,
  FuseWeight,
  ModelCard,
  ModelFile,
  ModelReference,
  ReferencePair,
  Tolerance,
} from './shared/model-card.js'
export type { Fused, FuseOptions } from './wire/fuse-options.js'
