import type { RerankErrorCode } from './errors.js'
import type { Device, Dtype, FuseWeight } from './model-card.js'
import type { CachedCounts, Question, RuntimeBuild } from './worker-api.js'

/** What runs the model, and why that. */
export interface EngineInfo {
  device: Device
  dtype: Dtype
  /** The build of ONNX Runtime, or `engine`: the CPU runtime of this package. */
  build: RuntimeBuild
  /** Why this device, for a person. */
  reason: string
  /** Present where the model's card has a version: which one. */
  modelVersion?: number
  /** Present where the model's card has a floor: the score, between 0 and 1, below which a document does not answer. */
  floor?: number
  /** Present where WebGPU was tried and failed. */
  fallback?: Fallback
  /** Present where memory allows a pair fewer tokens than the model's window has: how many. */
  window?: number
  /** Present where the browser keeps no copy of what was downloaded, such as a full disk: why. */
  notStored?: string
}

/** A change from WebGPU to WASM, and what caused it. */
export interface Fallback {
  from: 'webgpu'
  to: 'wasm'
  /** What went wrong on the GPU. */
  code: RerankErrorCode
  reason: string
}

/** Scores of one request, by position of the document. */
export interface ScoringAnswer {
  logits: number[]
  tokens: number[]
  /** Positions of documents that were cut. */
  truncated: number[]
  /** Scores of the request's own first stage, where it asked for them. */
  bm25?: number[]
  /** How much a first stage weighs beside the model, if a request does not say. */
  fuseWeight: FuseWeight
  cached: CachedCounts
  info: EngineInfo
  /** Milliseconds. */
  timings: { queue: number; load: number; tokenize: number; score: number }
}

/** A request as the worker takes it: texts, and how they are cut. */
export interface ScoringRequest extends Question {
  documents: readonly string[]
  /** Whether BM25 is wanted too. */
  bm25?: boolean | undefined
  /** When to stop, in milliseconds since 1970: documents that were not scored by then have no logit. Default: never. */
  until?: number | undefined
  /** Whether documents are scored in their order, each told of as soon as may be. Default: as is fastest. */
  inOrder?: boolean | undefined
}
