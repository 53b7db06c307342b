import type { Device, Dtype, FuseWeight, ModelReference } from './model-card.js'
import type { Outcome } from './outcome.js'
import type { PagePort } from './platform.js'
import type { TextVectors } from './text-vectors.js'
import type { ExpandedWord, WordMatch } from './word-match.js'

/**
 * What a session runs in: `engine` is the CPU runtime of this package, `native` is onnxruntime-node, on a server, and the others
 * are builds of onnxruntime-web.
 */
export type RuntimeBuild = 'engine' | 'wasm' | 'jspi' | 'asyncify' | 'native'

/** What a load may download, and how. */
export interface DownloadSettings {
  /** Default: only what the page's own site has. */
  allowDownload?: boolean | undefined
  /** Origin of a mirror with the URL layout of the Hugging Face hub. Default: the hub. */
  host?: string | undefined
  /** Milliseconds without a byte after which a request is made anew. Default: 30,000. */
  stallTimeout?: number | undefined
}

export interface LoadRequest {
  /** An id of the catalogue, or a card, or where a model is. */
  model: string | ModelReference
  /** `auto` takes WebGPU where there is a real adapter; `webgpu` takes a software adapter as well, and fails without any. */
  device: 'auto' | Device
  download: DownloadSettings
  /** Most workers that score a request on a CPU. Default: as many as cores and memory allow. */
  workers?: number | undefined
  /** What encodings and scores may take in memory. Default: 32 MiB. */
  cache?: CacheSettings | undefined
  /** Another model takes the rest: the share of memory for workers, and of the cache, from 0 (one worker, no cache) to 1. Default: 1. */
  share?: number | undefined
}

/** False: nothing is kept. */
export type CacheSettings = false | { bytes: number }

/** A step of a load. `download` counts bytes, the others pairs or nothing. */
export interface LoadProgress {
  device: Device
  step: 'download' | 'prepare' | 'check'
  loaded: number
  /** 0 where it is not known. */
  total: number
  /** How fast a download is. */
  bytesPerSecond?: number
}

export interface LoadReport {
  device: Device
  dtype: Dtype
  build: RuntimeBuild
  /** Which kernels of the CPU runtime were chosen, for a log. */
  kernel?: string
  /** Why this device, in words for a person. */
  reason: string
  /** Bytes of model files that were read. */
  bytes: number
  /** Present where the card has a version. */
  modelVersion?: number
  /** Present where the card has a floor: a score between 0 and 1. */
  floor?: number
  /** Present where memory allows a pair fewer tokens than the model's window has: how many. */
  window?: number
  /** Why the browser keeps no copy of what was downloaded, such as a full disk. */
  notStored?: string
  /** Milliseconds. */
  timings: { download: number; prepare: number; check: number }
}

/** How documents longer than the window are treated. */
export interface LengthOptions {
  /** Windows of a long document to score, at most; its score is the best window's. 1 scores the head alone. */
  maxChunksPerDoc: number
  /** Tokens that neighbouring windows share. */
  overlapTokens: number
  /** Document tokens used at most. */
  maxTokensPerDoc?: number
  /** False makes a document past the window an error. */
  truncate: boolean
}

/** What is asked of every document of a request. */
export interface Question {
  query: string
  /** What the model should look for. Default: its own instruction, or none. */
  instruction?: string | undefined
  length: LengthOptions
}

export interface ScoreRequest extends Question {
  /** Names the request to {@link WorkerApi.cancel}. */
  id: number
  documents: readonly string[]
  /** When to stop, in milliseconds since 1970, with what was scored by then. Looked at between two forward passes. Default: never. */
  until?: number | undefined
  /** Whether documents are scored in their order. Default: as is fastest. */
  inOrder?: boolean | undefined
}

/** Scores of some documents of a request, in the order they were finished. */
export interface ScoreChunk {
  /** Positions in {@link ScoreRequest.documents}. */
  indices: Uint32Array
  logits: Float32Array
  /** Real tokens of each document's pairs: special tokens and the query counted, padding not. */
  tokens: Uint32Array
  /** 1 where tokens of the document (or of the query) were left out. */
  truncated: Uint8Array
}

/** Said in the midst of scores: the work is worth so many workers, this one counted. */
export interface WorkersWanted {
  workers: number
}

/** How much of a request came from memory: documents whose score, and whose tokens alone, were known. */
export interface CachedCounts {
  scores: number
  encodings: number
}

export interface PrepareRequest {
  /** Names the request to {@link WorkerApi.cancel}. */
  id: number
  documents: readonly string[]
}

export interface Bm25Request {
  /** Names the request to {@link WorkerApi.cancel}. */
  id: number
  query: string
  documents: readonly string[]
}

/** Asks where the words of documents meet those of a query. */
export interface ExplainRequest {
  /** Names the request to {@link WorkerApi.cancel}. */
  id: number
  query: string
  documents: readonly string[]
}

/** Asks for a query's words, and for words that an answer may use in place of them. */
export interface ExpandRequest {
  /** Names the request to {@link WorkerApi.cancel}. */
  id: number
  query: string
}

/** Asks for texts as vectors. */
export interface VectorsRequest {
  /** Names the request to {@link WorkerApi.cancel}. */
  id: number
  texts: readonly string[]
}

/** What a request took in the worker, and what kind of text it was. */
export interface ScoreReport {
  /** Milliseconds in which it waited for others. */
  queue: number
  /** Milliseconds. */
  tokenize: number
  /** Milliseconds. */
  score: number
  /** How much a first stage weighs beside the model for such text, if the request does not say. */
  fuseWeight: FuseWeight
  cached: CachedCounts
}

/** What the worker exposes. */
export interface WorkerApi {
  /** Loads the one model that this worker will ever run, on one device. May be called once. */
  load(request: LoadRequest, onProgress: (progress: LoadProgress) => void): Promise<Outcome<LoadReport>>
  /** Scores documents; each finished part arrives through `onScores` before the promise settles. */
  score(
    request: ScoreRequest,
    onScores: (message: ScoreChunk | WorkersWanted) => void,
  ): Promise<Outcome<ScoreReport>>
  /**
   * Encodes documents ahead of requests, between which it waits. Answers how many of them are in memory at its end.
   */
  prepare(request: PrepareRequest, onProgress: (done: number) => void): Promise<Outcome<number>>
  /** BM25 of each document, counted over these documents. Needs no model. */
  bm25(request: Bm25Request): Promise<Outcome<Float64Array>>
  /** Tells of each document where its words meet the query's, in the order of the text. */
  explain(request: ExplainRequest): Promise<Outcome<WordMatch[][]>>
  /** Tells a query's words and words that an answer may use in place of them, the closest first. */
  expand(request: ExpandRequest): Promise<Outcome<ExpandedWord[]>>
  /** Tells texts as vectors. */
  vectors(request: VectorsRequest): Promise<Outcome<TextVectors>>
  /** Stops a request at its next batch. */
  cancel(id: number): void
  /** Answers, as long as the worker's thread is not held up. */
  ping(): Promise<void>
  /** Takes in a worker that helps with the scoring: the port leads to its {@link WorkerApi.assist}. */
  invite(id: number, port: PagePort): void
  /** That worker is gone. */
  dismiss(id: number): void
  /** Helps the worker at the port's other end, which hands over its model, for as long as both live. */
  assist(port: PagePort): Promise<never>
}

/**
 * The methods of {@link WorkerApi}. One without an answer is not waited for. Callbacks and ports among the arguments are
 * known by their types.
 */
export const WORKER_METHODS = {
  load: { answers: true },
  score: { answers: true },
  prepare: { answers: true },
  bm25: { answers: true },
  explain: { answers: true },
  expand: { answers: true },
  vectors: { answers: true },
  cancel: { answers: false },
  ping: { answers: true },
  invite: { answers: false },
  dismiss: { answers: false },
  assist: { answers: true },
} as const satisfies {
  [Name in keyof WorkerApi]: { answers: ReturnType<WorkerApi[Name]> extends Promise<unknown> ? true : false }
}

/**
 * Said around a forward pass on a CPU, and around the opening of a model, which hold up the worker's thread for as long as
 * they take: no ping is answered meanwhile, and that is no fault.
 */
export interface BusyMessage {
  webrerank: 'busy'
  busy: boolean
}

/** The first message of a worker, when it listens. */
export interface ReadyMessage {
  webrerank: 'ready'
  /** A Web Lock that the worker holds as long as it lives, where locks exist. */
  lock?: string
}
