// What every entry for pages exports beside its functions.
export type {
  Availability,
  CallOptions,
  CascadeOptions,
  RankOptions,
  Reranker,
  RerankerOptions,
  RerankProgress,
  Upstream,
} from '../client/types.js'
export { isRerankError, RerankError, type RerankErrorCode } from '../protocol/errors.js'
export type {
  DecoderPrompt,
  Device,
  Dtype,
  FuseWeight,
  ModelCard,
  ModelFile,
  ModelReference,
  ReferencePair,
  Tolerance,
} from '../protocol/model-card.js'
export type { EngineInfo, Fallback } from '../protocol/scoring.js'
export type { TextVectors } from '../protocol/text-vectors.js'
export type { ExpandedWord, TextSpan, WordMatch } from '../protocol/word-match.js'
export type { Cascaded, CascadeFields } from '../wire/cascade-options.js'
export type { Fused, FuseOptions } from '../wire/fuse-options.js'
export type { RerankRequest } from '../wire/request.js'
export type { RerankFacts, RerankResponse, RerankResult } from '../wire/response.js'
