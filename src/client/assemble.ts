import { limitTime, type TimeLimit } from '../abort/time-limit.js'
import { startTimer } from '../abort/timer.js'
import { modelNotFound, RerankError } from '../protocol/errors.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, parseRequest, type RerankRequest } from '../wire/request.js'
import { createResponse } from '../wire/response.js'
import { toRequest } from './fetch-request.js'
import type { LazyClient } from './lazy-client.js'
import { createQueue, MAX_QUEUE, type Queue } from './queue.js'
import type { CallOptions, Reranker, RerankerOptions } from './types.js'
import type { Forwarder } from './upstream.js'

/** What a reranker is made of, wherever its model runs. */
export interface RerankerParts {
  /** The model's id. */
  id: string
  client: LazyClient
  /** Where requests wait. Default: one of its own. */
  queue?: Queue | undefined
  options: Pick<
    RerankerOptions,
    'maxDocuments' | 'maxBodyBytes' | 'maxQueue' | 'idleTimeout' | 'timeout' | 'upstream'
  >
  /** What `availability()` answers until the reranker is disposed. */
  availability: Reranker['availability']
}

/** A reranker around a model: its queue, time limits, fusion and upstream. */
export function assembleReranker({ id, client, options, availability, ...parts }: RerankerParts): Reranker {
  const { maxDocuments = MAX_DOCUMENTS, idleTimeout = Infinity, timeout = Infinity } = options
  const queue = parts.queue ?? createQueue(options.maxQueue ?? MAX_QUEUE)
  // No controller of its own: where none may be made outside a request, a reranker still can be.
  let disposed: RerankError | undefined
  const calls = new Set<TimeLimit>()
  let idle: ReturnType<typeof setTimeout> | undefined
  let forwarder: Forwarder | undefined

  /** What every call does around its work. */
  const call = async <T>(callOptions: CallOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const limit = limitTime([callOptions.signal], timeout)
    if (disposed) limit.abort(disposed)
    clearTimeout(idle)
    calls.add(limit)
    try {
      return await work(limit.signal)
    } catch (error) {
      throw limit.late
        ? new RerankError('timeout', `not finished within ${timeout} ms`, { cause: error })
        : error
    } finally {
      limit.end()
      calls.delete(limit)
      if (calls.size === 0 && !disposed)
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
          const answer = {
            ...scored,
            timings: { ...scored.timings, queue: waited + scored.timings.queue },
          }
          const response = createResponse(id, request, fusion ? fusion.blend(answer) : answer)
          await matcher?.addMatches(response, documents, (texts) =>
            worker.explain(query, texts, signal, onProgress),
          )
          return response
        }, signal)
      })
    const { upstream } = options
    if (!upstream || disposed) return here()
    const { createForwarder } = await import('./upstream.js')
    // One for all requests: it knows which addresses failed.
    forwarder ??= createForwarder(upstream)
    const { explain } = callOptions
    return forwarder.rank(id, { request, body, explain }, here, (work) => call(callOptions, work))
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
    vectors: (texts, callOptions = {}) =>
      call(callOptions, async (signal) => {
        const worker = await client.get(signal)
        return worker.vectors(texts, signal, listener(callOptions))
      }),
    async availability() {
      return disposed ? 'unavailable' : availability()
    },
    dispose() {
      disposed ??= new RerankError('disposed', 'the reranker was disposed')
      clearTimeout(idle)
      for (const limit of calls) limit.abort(disposed)
      client.close(disposed)
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
