/**
 * The public surface, in full. Withheld on purpose: the worker's protocol, the handler and the queue, which may change
 * in any release. Other parts have entries of their own, so that this one stays small.
 * @module webrerank
 */
export type { RerankFacts, RerankResponse, RerankResult } from './api/answer.js'
export type { RerankRequest } from './api/schema.js'
export type { EngineInfo, Fallback } from './engine.js'
export type { Fused, FuseOptions } from './fuse.js'
export { rerank } from './rerank.js'
export {
  type Availability,
  type CallOptions,
  createReranker,
  type Reranker,
  type RerankerOptions,
  type RerankProgress,
} from './reranker.js'
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
export type { Upstream } from './upstream.js'
