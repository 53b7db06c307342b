import { limitTime } from '../abort/time-limit.js'
import { startTimer } from '../abort/timer.js'
import { modelNotFound, RerankError } from '../protocol/errors.js'
import type { ModelReference } from '../protocol/model-card.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, parseRequest, type RerankRequest } from '../wire/request.js'
import { createResponse } from '../wire/response.js'
import type { OwnWorker } from './entry-worker.js'
import { baseUrl, toRequest } from './fetch-request.js'
import { createLazyClient } from './lazy-client.js'
import { createQueue } from './queue.js'
import type { CallOptions, Reranker, RerankerOptions } from './types.js'

/** Default of {@link RerankerOptions.model}: the model that ships with the package. */
const DEFAULT_MODEL = 'webrerank/tiny-en'

/**
 * Creates the reranker of an entry.
 * @param own the entry's worker; left out where {@link RerankerOptions.worker} is always given
 */
export function createReranker(options: RerankerOptions, own?: OwnWorker): Reranker {
  const {
    device = 'auto',
    maxDocuments = MAX_DOCUMENTS,
    idleTimeout = Infinity,
    timeout = Infinity,
    allowDownload,
    host,
    stallTimeout,
  } = options
  const model = resolveModel(options.model ?? DEFAULT_MODEL)
  const id = typeof model === 'string' ? model : model.id
  const download = { allowDownload, host, stallTimeout }
  const client = createLazyClient({
    given: options,
    model,
    device,
    download,
    workers: options.workers,
    cache: options.cache,
    createWorker: options.worker,
    ownWorker: own,
    startTimeout: options.startTimeout ?? 30_000,
    watchdog: options.watchdog ?? 60_000,
  })
  const queue = createQueue(options.maxQueue ?? 100)
  const ending = new AbortController()
  let active = 0
  let idle: ReturnType<typeof setTimeout> | undefined

  /** What every call does around its work. */
  const call = async <T>(callOptions: CallOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const limit = limitTime([callOptions.signal, ending.signal], timeout)
    clearTimeout(idle)
    active++
    try {
      return await work(limit.signal)
    } catch (error) {
      throw limit.late
        ? new RerankError('timeout', `not finished within ${timeout} ms`, { cause: error })
        : error
    } finally {
      limit.end()
      active--
      if (active === 0 && !ending.signal.aborted)
        idle = startTimer(() => client.stop(new RerankError('disposed', 'the worker was idle')), idleTimeout)
    }
  }

  const rank: Reranker['rank'] = async (body, callOptions = {}) => {
    const request = parseRequest(body, maxDocuments)
    if (request.model !== undefined && request.model !== id) throw modelNotFound(request.model)
    // Loaded at first use, as most requests are of the model alone.
    const fusion =
      request.fuse === undefined
        ? undefined
        : (await import('../wire/fuse.js')).createFusion(request.fuse, request.documents.length)
    const matcher = callOptions.explain ? await import('./add-matches.js') : undefined
    const here = () =>
      call(callOptions, async (signal) => {
        const queued = performance.now()
        const onProgress = listener(callOptions)
        return queue.run(async () => {
          const waited = performance.now() - queued
          const { query, documents, length } = request
          const worker = await client.get(signal)
          const scored = await worker.score(
            { query, documents, length, bm25: fusion?.bm25 },
            signal,
            onProgress,
          )
          const answer = { ...scored, timings: { queue: waited, ...scored.timings } }
          const response = createResponse(id, request, fusion ? fusion.blend(answer) : answer)
          await matcher?.addMatches(response, documents, (texts) =>
            worker.explain(query, texts, signal, onProgress),
          )
          return response
        }, signal)
      })
    const { upstream } = options
    if (!upstream || ending.signal.aborted) return here()
    const { rankWithUpstream } = await import('./upstream.js')
    const { explain } = callOptions
    return rankWithUpstream(upstream, id, { request, body, explain }, here, (work) => call(callOptions, work))
  }

  return {
    model: id,
    async fetch(input, init) {
      const request = toRequest(input, init)
      const { createHandler } = await import('../wire/handler.js')
      return createHandler({
        serve: (body, signal) => rank(body as RerankRequest, { signal }),
        models: [id],
        maxDocuments,
        maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
      })(request)
    },
    load: (callOptions = {}) =>
      call(callOptions, async (signal) => {
        const worker = await client.get(signal)
        worker.allowDownload()
        return worker.load(signal, listener(callOptions))
      }),
    rank,
    prepare: (documents, callOptions = {}) =>
      call(callOptions, async (signal) => {
        const worker = await client.get(signal)
        return worker.prepare(documents, signal, listener(callOptions))
      }),
    expand: (query, callOptions = {}) =>
      call(callOptions, async (signal) => {
        const worker = await client.get(signal)
        return worker.expand(query, signal, listener(callOptions))
      }),
    async availability() {
      const hasWorkers = options.worker !== undefined || typeof Worker !== 'undefined'
      if (ending.signal.aborted || !hasWorkers) return 'unavailable'
      const { findAvailability } = await import('../models/availability.js')
      return findAvailability(model, device, client.state())
    },
    dispose() {
      const reason = new RerankError('disposed', 'the reranker was disposed')
      clearTimeout(idle)
      ending.abort(reason)
      client.close(reason)
    },
  }
}

/** What a listener throws is its own: no call, and no other caller, fails by it. */
function listener({ onProgress }: CallOptions): NonNullable<CallOptions['onProgress']> {
  return (progress) => {
    try {
      onProgress?.(progress)
    } catch (error) {
      globalThis.reportError?.(error)
    }
  }
}

/** The worker's own address is not the page's, so a relative source is resolved here. */
function resolveModel(model: string | ModelReference): string | ModelReference {
  // What is no card is told where the model is loaded.
  const { source } = typeof model === 'string' ? {} : model
  if (typeof source !== 'string' || source === 'embedded' || !URL.canParse(source, baseUrl())) return model
  return { ...(model as ModelReference), source: new URL(source.replace(/\/?$/, '/'), baseUrl()).href }
}
