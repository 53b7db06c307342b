import type { Device, ModelReference } from '../protocol/model-card.js'
import type { PageWorker } from '../protocol/platform.js'
import type { EngineInfo } from '../protocol/scoring.js'
import type { TextVectors } from '../protocol/text-vectors.js'
import type { ExpandedWord } from '../protocol/word-match.js'
import type { RerankRequest } from '../wire/request.js'
import type { RerankResponse } from '../wire/response.js'

/** A rerank server of your own, for requests that the device cannot serve. */
export interface Upstream {
  /**
   * The full URL of its endpoint, such as `https://rerank.example.com/v1/rerank`; or several of servers that are alike,
   * which take turns. One that failed is avoided for ten seconds. Redirects are not followed.
   */
  url: string | readonly string[]
  /** Headers to send, such as `Authorization`. Headers of the forwarded request are never sent. */
  headers?: Readonly<Record<string, string>>
  /**
   * `unavailable`: forward if the device cannot run the model, or does not have it. `overflow`: also if the queue is
   * full. `always`: forward every request.
   */
  when: 'unavailable' | 'overflow' | 'always'
  /** The model's name on that server. Default: the same id. */
  model?: string
  /** `tei` for text-embeddings-inference, which takes `texts` and no model. Default: `rerank`, as in `POST /v1/rerank`. */
  format?: 'rerank' | 'tei'
  /**
   * Milliseconds until the complete answer of one address must be there. Then the next address is asked, or the call fails
   * with `timeout`. Default: 60,000.
   */
  timeout?: number
  /**
   * How often a request is sent again, to the next address, after the network failed or the status was 408, 429, 500, 502,
   * 503 or 504. Default: 2.
   */
  retries?: number
}

/** Progress of loading or scoring. */
export interface RerankProgress {
  /**
   * `download` counts bytes, `check` reference pairs, and `score` documents. `prepare` counts the documents of
   * {@link Reranker.prepare}; while a model loads it counts nothing.
   */
  step: 'download' | 'prepare' | 'check' | 'score'
  loaded: number
  /** 0 if unknown. */
  total: number
  /** Speed of the download. */
  bytesPerSecond?: number
}

/** Options of every call. */
export interface CallOptions {
  /** Cancels the call: it rejects at once with the signal's reason, and work stops at the next batch. */
  signal?: AbortSignal | undefined
  /** Called often, so keep it short. */
  onProgress?: ((progress: RerankProgress) => void) | undefined
}

/** Options of {@link Reranker.rank}. */
export interface RankOptions extends CallOptions {
  /**
   * Whether each result lists in `matches` which of its words match words of the query, for highlighting. Only returned
   * results (`top_n`) are explained: the first 50,000 characters of each, with up to 500 matches per document, also
   * beyond the model's window. Function words are left out, unless the query has no others. Scores do not change. An
   * upstream server cannot explain; the answer then has a warning. The HTTP API has no field for it. Default: false.
   */
  explain?: boolean | undefined
  /**
   * Milliseconds in which the answer should be there, waiting and loading included: it is then the best order that this device gives
   * in that time, and no `timeout`, unless the option `timeout` is shorter. Documents are scored in their order; with `cascade`, all by the small model first, and then
   * the most promising by the other. Those without a score are last. {@link RerankFacts.complete} is false where the time did not
   * suffice, and {@link RerankFacts.scored} says how many documents were scored by which model. It is kept to within the time of one
   * pair on a CPU, and of one batch on a GPU. Cannot be combined with `explain`. Default: none.
   */
  deadline?: number | undefined
}

/** A small model that scores all documents before the reranker's own model scores the best of them. */
export interface CascadeOptions {
  /** The small model, which scores all documents: its name or its description. */
  first: string | ModelReference
  /** How many of its best documents the reranker's own model scores, at least 1. Default: 20. */
  keep?: number | undefined
}

/** Options of {@link createReranker}. All are optional. */
export interface RerankerOptions {
  /**
   * The name of a model; or the description of your own model; or only its place, on Hugging Face or on your own server,
   * and the rest is read from its files. Default: `webrerank/tiny-en`.
   */
  model?: string | ModelReference | undefined
  /**
   * Where to run. `auto`, the default: WebGPU if there is a real GPU, else the CPU (WASM). `webgpu` accepts a software
   * adapter too, and fails with `unsupported_device` if there is none. If a GPU fails, the CPU takes over, and the
   * answer says so.
   */
  device?: 'auto' | Device | undefined
  /**
   * Whether a request may download the model. If not, and the model is not on the device, it fails with
   * `download_not_allowed`, whose `details` have the bytes and the source. {@link Reranker.load} always may. Default: only
   * from the page's own site.
   */
  allowDownload?: boolean | undefined
  /** Origin of a mirror with Hugging Face's URL layout. Default: Hugging Face. */
  host?: string | undefined
  /** Milliseconds without a byte after which a download's request is made anew. Default: 30,000. */
  stallTimeout?: number | undefined
  /** A server of your own for what this device cannot serve. Off by default; answers from there name it. */
  upstream?: Upstream | undefined
  /**
   * The most workers that score at the same time on a CPU. They start when a request has enough work, share its documents,
   * and do not change scores. Each holds the model in memory. Default: as many as cores (up to 8) and an eighth of the
   * device's memory allow.
   */
  workers?: number | undefined
  /**
   * Keeps tokens and scores of documents in memory, so that a later search over the same documents only computes what is
   * new. `bytes` limits it, `false` turns it off. It is lost when the worker stops. Default: 32 MiB.
   */
  cache?: false | { bytes: number } | undefined
  /**
   * Lets a small model score all documents, and {@link RerankerOptions.model} only the best of them, in every request that does not
   * set `cascade` itself. Each model has a worker of its own. Together they take the memory of one reranker: the small model
   * gets a quarter of the memory for workers and of the cache. {@link Reranker.prepare} and {@link Reranker.expand} ask
   * the small model; `load` loads both. Default: no small model. A request may then still ask for one, which gets one
   * worker and no cache.
   */
  cascade?: CascadeOptions | undefined
  /** Creates the worker. Default: the package's own `worker.js`, next to this module. */
  worker?: (() => PageWorker) | undefined
  /** The most documents of a request. Default: 1,000. */
  maxDocuments?: number | undefined
  /** The longest body that `fetch` accepts, in bytes. Default: 32 MiB. */
  maxBodyBytes?: number | undefined
  /** How many requests may wait; further ones fail with `queue_full`. Default: 100. */
  maxQueue?: number | undefined
  /** Milliseconds that a call may take, including loading and waiting; then it fails with `timeout`. Default: no limit. */
  timeout?: number | undefined
  /** Milliseconds in which the worker must start. Default: 30,000. */
  startTimeout?: number | undefined
  /** Milliseconds in which the GPU must finish a batch; then the CPU takes over. Default: 60,000. */
  watchdog?: number | undefined
  /** Milliseconds without a request after which the worker stops and frees its memory. Default: never. */
  idleTimeout?: number | undefined
}

/** Whether a call can be answered, with the names of the browsers' built-in AI APIs. */
export type Availability = 'unavailable' | 'downloadable' | 'downloading' | 'available'

/** A reranker with its own worker. */
export interface Reranker {
  /** The model's id. */
  readonly model: string
  /**
   * A `fetch` that answers on this device, for clients of rerank APIs that accept one. No request leaves the page. It
   * rejects only for an aborted signal; any other failure is an error response.
   */
  readonly fetch: typeof globalThis.fetch
  /**
   * Downloads and prepares the model. Calling it is the consent to the download, also for later requests. Downloads are
   * stored, so the next visit needs no network.
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
   * Ranks as `rank` does, and tells of each order on the way: at once that of the request; with `cascade`, then that of the small
   * model; and better ones as scores arrive, in which documents without a score are last. Each state is a whole answer, and has all
   * scores of the one before; states that come faster than they are taken are left out. The last is what `rank` would return: in
   * those before, {@link RerankFacts.complete} is false. Leaving the loop ends the work, as an abort does. `matches` of `explain`
   * are in the last state alone.
   * @throws RerankError those of `rank`
   * @example
   * ```ts
   * import { createReranker } from 'webrerank'
   *
   * const reranker = createReranker()
   * for await (const { results, webrerank } of reranker.stream({ query: 'warm drink', documents: ['A bicycle', 'Hot chocolate'] }))
   *   console.log(webrerank.complete, results[0]?.index)
   * ```
   */
  stream(request: RerankRequest, options?: RankOptions): AsyncGenerator<RerankResponse, void, void>
  /**
   * Tokenizes documents ahead of searches, while no request runs: call it when the page is idle. What does not fit into
   * {@link RerankerOptions.cache} is dropped, oldest first.
   * @returns how many of the documents are in memory now
   * @throws RerankError those of `rank`; `invalid_request` if the cache is off
   */
  prepare(documents: readonly string[], options?: CallOptions): Promise<number>
  /**
   * The words of a query, and words that an answer may use instead: search for both, and you find answers in other words.
   * Function words are left out, unless the query has no others. Only the built-in model has tables of related words;
   * for others the result is the query's own words.
   * @returns the query's own words first, then related ones, the closest first
   * @throws RerankError those of `load`, and `download_not_allowed`
   */
  expand(query: string, options?: CallOptions): Promise<ExpandedWord[]>
  /**
   * Texts as vectors, for first-stage retrieval by meaning: sums of the model's word vectors. Only compare vectors of one model
   * version (`EngineInfo.modelVersion`).
   * @returns `size` 0 for a model without word vectors, as all but the built-in one are
   * @throws RerankError those of `load`, and `download_not_allowed`, `invalid_request`
   */
  vectors(texts: readonly string[], options?: CallOptions): Promise<TextVectors>
  /**
   * Whether the model can run, and whether it is on the device: `available` if its files are stored, or ship with the page;
   * `downloadable` if not; `unavailable` if the device that was asked for is absent.
   */
  availability(): Promise<Availability>
  /** Stops the worker. Running and later calls reject with `disposed`. */
  dispose(): void
}
