import { createResponse, type RerankResponse } from './api/answer.js'
import { createHandler } from './api/handler.js'
import { parseRequest, type RerankRequest } from './api/schema.js'
import type { EngineInfo } from './engine.js'
import { createEngineClient } from './engine-client.js'
import { createQueue } from './queue.js'
import { baseUrl, toRequest } from './request.js'
import { modelNotFound, RerankError } from './shared/errors.js'
import type { Device, ModelReference } from './shared/model-card.js'
import type { DownloadSettings } from './shared/protocol.js'
import { limitTime } from './time-limit.js'
import type { Upstream } from './upstream.js'

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
  worker?: (() => Worker) | undefined
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
   * `worker_crashed`, `timeout`, `disposed`
   */
  load(options?: CallOptions): Promise<EngineInfo>
  /**
   * Ranks documents by their relevance to a query.
   * @throws RerankError those of `load`, and `download_not_allowed`, `invalid_request`, `payload_too_large`, `model_not_found`, `queue_full`,
   * `out_of_memory`, `inference_failed`
   */
  rank(request: RerankRequest, options?: CallOptions): Promise<RerankResponse>
  /**
   * Encodes a corpus ahead of searches, while no request runs, so that they need not: a page calls it when it is idle.
   * What does not fit into {@link RerankerOptions.cache} is forgotten again, the oldest first.
   * @returns how many of the documents are in memory now
   * @throws RerankError those of `rank`; `invalid_request` where the cache is off
   */
  prepare(documents: readonly string[], options?: CallOptions): Promise<number>
  /**
   * Whether the model can run, and whether it is here: `available` where its files are on the device, or ship with the
   * page; `downloadable` where they are not; `unavailable` where the wanted device is absent.
   */
  availability(): Promise<Availability>
  /** Ends the worker. What is under way rejects with `disposed`, as every later call does. */
  dispose(): void
}

/** Default of {@link RerankerOptions.model}: the model that ships with the package. */
const DEFAULT_MODEL = 'webrerank/tiny-en'

/**
 * Creates a reranker. Nothing is fetched or started before its first call; nor is its model looked for, and a call
 * rejects with `model_not_found` where the catalogue has none of that name.
 */
export function createReranker(options: RerankerOptions = {}): Reranker {
  const {
    device = 'auto',
    maxDocuments = 1000,
    idleTimeout,
    timeout,
    allowDownload,
    host,
    stallTimeout,
  } = options
  const model = resolveModel(options.model ?? DEFAULT_MODEL)
  const id = typeof model === 'string' ? model : model.id
  const download: DownloadSettings = { allowDownload, host, stallTimeout }
  const engine = createEngineClient({
    model,
    device,
    download,
    workers: options.workers,
    cache: options.cache,
    createWorker: options.worker ?? createWorker,
    startTimeout: options.startTimeout ?? 30_000,
    watchdog: options.watchdog ?? 60_000,
  })
  const queue = createQueue(options.maxQueue ?? 100)
  let disposed = false
  let active = 0
  let idle: ReturnType<typeof setTimeout> | undefined

  /** What every call does around its work. */
  const call = async <T>(
    callOptions: CallOptions,
    work: (signal?: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const limit = timeout === undefined ? undefined : limitTime(callOptions.signal, timeout)
    clearTimeout(idle)
    active++
    try {
      return await work(limit ? limit.signal : callOptions.signal)
    } catch (error) {
      throw limit?.late
        ? new RerankError('timeout', `not done within ${timeout} ms`, { cause: error })
        : error
    } finally {
      limit?.end()
      active--
      if (active === 0 && idleTimeout !== undefined && !disposed) {
        idle = setTimeout(() => engine.stop(new RerankError('disposed', 'the worker was idle')), idleTimeout)
      }
    }
  }

  const rank: Reranker['rank'] = async (body, callOptions = {}) => {
    const request = parseRequest(body, maxDocuments)
    if (request.model !== undefined && request.model !== id) throw modelNotFound(request.model)
    // Loaded at first use, as most requests are of the model alone.
    const fusion =
      request.fuse === undefined
        ? undefined
        : (await import('./fuse.js')).createFusion(request.fuse, request.documents.length)
    const here = () =>
      call(callOptions, async (signal) => {
        const queued = performance.now()
        const answer = await queue.run(async () => {
          const waited = performance.now() - queued
          const { query, documents, length } = request
          const scored = await engine.score(
            { query, documents, length, bm25: fusion?.bm25 },
            signal,
            callOptions.onProgress ?? ignore,
          )
          return { ...scored, timings: { queue: waited, ...scored.timings } }
        }, signal)
        return createResponse(id, request, fusion ? fusion.blend(answer) : answer)
      })
    const { upstream } = options
    if (!upstream || disposed) return here()
    const { rankWithUpstream } = await import('./upstream.js')
    return rankWithUpstream(upstream, id, [request, body], here, (work) => call(callOptions, work))
  }

  const handle = createHandler({
    serve: (body, signal) => rank(body as RerankRequest, { signal }),
    models: [id],
    maxDocuments,
    maxBodyBytes: options.maxBodyBytes ?? 32 * 2 ** 20,
  })

  return {
    model: id,
    fetch: (input, init) => handle(toRequest(input, init)),
    load: (callOptions = {}) =>
      call(callOptions, (signal) => {
        download.allowDownload = true
        return engine.load(signal, callOptions.onProgress ?? ignore)
      }),
    rank,
    prepare: (documents, callOptions = {}) =>
      call(callOptions, (signal) => engine.prepare(documents, signal, callOptions.onProgress ?? ignore)),
    async availability() {
      if (disposed) return 'unavailable'
      const { findAvailability } = await import('./models/availability.js')
      return findAvailability(model, device, engine.state())
    },
    dispose() {
      disposed = true
      clearTimeout(idle)
      engine.close(new RerankError('disposed', 'the reranker was disposed'))
    },
  }
}

function ignore(): void {}

/** The address is spelt out where it is used: in this form bundlers find the worker. */
function createWorker(): Worker {
  return new Worker(new URL(/* @vite-ignore */ './worker.js', import.meta.url), {
    type: 'module',
    name: 'webrerank',
  })
}

/** The worker's own address is not the page's, so a relative source is resolved here. */
function resolveModel(model: string | ModelReference): string | ModelReference {
  if (typeof model === 'string') return model
  return model.source === 'embedded'
    ? model
    : { ...model, source: new URL(model.source.replace(/\/?$/, '/'), baseUrl()).href }
}
