import type { Device, ModelReference } from '../protocol/model-card.js'
import type { PageWorker } from '../protocol/platform.js'
import type { EngineInfo } from '../protocol/scoring.js'
import type { ExpandedWord } from '../protocol/word-match.js'
import type { RerankRequest } from '../wire/request.js'
import type { RerankResponse } from '../wire/response.js'

/** A rerank server of your own, which answers what the device does not: how a site grows past one device. */
export interface Upstream {
  /** Its endpoint in full, such as `https://rerank.example.com/v1/rerank`. Where it redirects to is not asked. */
  url: string
  /** Headers for it, such as `Authorization`. Those of the request that is forwarded are never sent on. */
  headers?: Readonly<Record<string, string>>
  /**
   * `unavailable`: where the device cannot run the model, or does not have it. `overflow`: there, and where its queue
   * is full. `always`: for every request.
   */
  when: 'unavailable' | 'overflow' | 'always'
  /** The model's name there. Default: its id here. */
  model?: string
  /** `tei` for text-embeddings-inference, which has `texts` and no model. Default: `rerank`, the card's form. */
  format?: 'rerank' | 'tei'
  /** Milliseconds in which it must have answered in full; then the call fails with `timeout`. Default: 60,000. */
  timeout?: number
}

/** How far loading or scoring is. */
export interface RerankProgress {
  /**
   * `download` counts bytes, `check` reference pairs, `score` documents; `prepare` nothing (it is the session), or the
   * documents that {@link Reranker.prepare} was given.
   */
  step: 'download' | 'prepare' | 'check' | 'score'
  loaded: number
  /** 0 where it is not known. */
  total: number
  /** How fast a download is. */
  bytesPerSecond?: number
}

/** What any call may carry. */
export interface CallOptions {
  /** Ends the call, which rejects at once with the signal's reason. Work stops at the next batch. */
  signal?: AbortSignal | undefined
  /** Called often; must be quick. */
  onProgress?: ((progress: RerankProgress) => void) | undefined
}

/** What a call of {@link Reranker.rank} may carry. */
export interface RankOptions extends CallOptions {
  /**
   * Whether each result tells in `matches` which of its words meet which words of the query, and how: for highlights. It
   * is told of the results that are answered (`top_n`), of the first 50,000 characters of each, and no more than 500
   * times for a document. Function words are left out, unless the query has no other; a model without tables of words
   * knows none. Scores, `fuse` and `truncated` have no part in it: words past the model's window are told as well. An
   * upstream server tells nothing, and then a warning says so. No member of the wire asks for it. Default: false.
   */
  explain?: boolean | undefined
}

/** Options of {@link createReranker}. All may be left out. */
export interface RerankerOptions {
  /**
   * A catalogue id; or a card of a model of your own; or only where a model is, on the Hugging Face hub or on a server
   * of your own, and its card is read from its files. Default: `webrerank/tiny-en`.
   */
  model?: string | ModelReference | undefined
  /**
   * Where to run. `auto`, the default: WebGPU where there is a real GPU, else WASM. `webgpu` takes a software adapter
   * too, and fails with `unsupported_device` without any. WASM takes over from a GPU that fails, told in the answer.
   */
  device?: 'auto' | Device | undefined
  /**
   * Whether a request may download the model where it is not on the device; else it fails with `download_not_allowed`,
   * whose `details` have the bytes and the source. {@link Reranker.load} always may. Default: only from the page's own
   * site.
   */
  allowDownload?: boolean | undefined
  /** Origin of a mirror that has the Hugging Face hub's URL layout. Default: the hub. */
  host?: string | undefined
  /** Milliseconds without a byte after which a download's request is made anew. Default: 30,000. */
  stallTimeout?: number | undefined
  /** A server of your own that answers what this device does not. Off by default; each answer of it names it. */
  upstream?: Upstream | undefined
  /**
   * Most workers that score at a time on a CPU. They are started when a request has enough work for them, share its
   * documents, and change no bit of a score. Each holds the model in memory. Default: as many as cores (8 at most) and
   * an eighth of the device's memory allow.
   */
  workers?: number | undefined
  /**
   * Documents' tokens and scores are kept in memory, so that a later search over the same documents pays only for what
   * is new: `bytes` bounds them, `false` turns it off. They go with the worker. Default: 32 MiB.
   */
  cache?: false | { bytes: number } | undefined
  /** Makes a worker. Default: the package's own `worker.js`, beside this module. */
  worker?: (() => PageWorker) | undefined
  /** Most documents of a request. Default: 1,000. */
  maxDocuments?: number | undefined
  /** Longest body that `fetch` reads, in bytes. Default: 32 MiB. */
  maxBodyBytes?: number | undefined
  /** Requests that may wait for earlier ones; one more fails with `queue_full`. Default: 100. */
  maxQueue?: number | undefined
  /** Milliseconds a call may take, loading and waiting included; then it fails with `timeout`. Default: no limit. */
  timeout?: number | undefined
  /** Milliseconds in which the worker must start. Default: 30,000. */
  startTimeout?: number | undefined
  /** Milliseconds in which the GPU must finish a batch before WASM takes over. Default: 60,000. */
  watchdog?: number | undefined
  /** Milliseconds without a request after which the worker is ended and its memory given back. Default: never. */
  idleTimeout?: number | undefined
}

/** Whether a call can be answered, in the words of the browsers' built-in AI interfaces. */
export type Availability = 'unavailable' | 'downloadable' | 'downloading' | 'available'

/** A cross-encoder in a worker of its own. */
export interface Reranker {
  /** The model's id. */
  readonly model: string
  /**
   * `fetch`, answered here: for whatever client of a rerank API takes a fetch. No request leaves the page.
   * Rejects only for an aborted signal; any other failure is an error response.
   */
  readonly fetch: typeof globalThis.fetch
  /**
   * Downloads and prepares the model: a call of this is the consent to do so, for later requests as well. What is
   * downloaded is stored, so that the next visit needs no network.
   * @throws RerankError `model_not_found`, `download_failed`, `integrity_failed`, `out_of_memory`, `unsupported_device`, `canary_failed`,
   * `worker_crashed`, `worker_load_failed`, `timeout`, `disposed`
   */
  load(options?: CallOptions): Promise<EngineInfo>
  /**
   * Ranks documents by their relevance to a query.
   * @throws RerankError those of `load`, and `download_not_allowed`, `invalid_request`, `payload_too_large`, `model_not_found`, `queue_full`,
   * `out_of_memory`, `inference_failed`
   */
  rank(request: RerankRequest, options?: RankOptions): Promise<RerankResponse>
  /**
   * Encodes a corpus ahead of searches, while no request runs, so that they need not: a page calls it when it is idle.
   * What does not fit into {@link RerankerOptions.cache} is forgotten again, the oldest first.
   * @returns how many of the documents are in memory now
   * @throws RerankError those of `rank`; `invalid_request` where the cache is off
   */
  prepare(documents: readonly string[], options?: CallOptions): Promise<number>
  /**
   * The words of a query, and words that an answer may use in place of them, by the tables of words that the model brings:
   * for a first stage, which else finds no text but one with the query's own words. Function words are left out, unless the
   * query has no other. A model without such tables, as any but the one on board is, knows the query's own words alone.
   * @returns the query's own first, then others, the closest first
   * @throws RerankError those of `load`, and `download_not_allowed`
   */
  expand(query: string, options?: CallOptions): Promise<ExpandedWord[]>
  /**
   * Whether the model can run, and whether it is here: `available` where its files are on the device, or ship with the
   * page; `downloadable` where they are not; `unavailable` where the wanted device is absent.
   */
  availability(): Promise<Availability>
  /** Ends the worker. What is under way rejects with `disposed`, as every later call does. */
  dispose(): void
}
