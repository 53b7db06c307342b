import { limitTime, type TimeLimit } from '../abort/time-limit.js'
import { startTimer } from '../abort/timer.js'
import { RerankError } from '../protocol/errors.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, type RerankRequest } from '../wire/request.js'
import { toRequest } from './fetch-request.js'
import type { LazyClient } from './lazy-client.js'
import { listener } from './listener.js'
import { createQueue, MAX_QUEUE, type Queue } from './queue.js'
import { createRank, type Stages } from './rank.js'
import type { CallOptions, Reranker, RerankerOptions } from './types.js'

/** What a reranker is made of, wherever its model runs. */
export interface RerankerParts {
  /** The model's id. */
  id: string
  client: LazyClient
  /** Where requests wait. Default: one of its own. */
  queue?: Queue | undefined
  /** Default: no cascade, deadline or stream is possible. */
  stages?: Stages
  options: Pick<
    RerankerOptions,
    'maxDocuments' | 'maxBodyBytes' | 'maxQueue' | 'idleTimeout' | 'timeout' | 'upstream'
  >
  /** What `availability()` answers until the reranker is disposed. */
  availability: Reranker['availability']
}

/** A reranker around a model: its calls, their time limits and its end. */
export function assembleReranker({
  id,
  client,
  stages,
  options,
  availability,
  ...parts
}: RerankerParts): Reranker {
  const { maxDocuments = MAX_DOCUMENTS, idleTimeout = Infinity, timeout = Infinity } = options
  const queue = parts.queue ?? createQueue(options.maxQueue ?? MAX_QUEUE)
  // No controller of its own: where none may be made outside a request, a reranker still can be.
  let disposed: RerankError | undefined
  const calls = new Set<TimeLimit>()
  let idle: ReturnType<typeof setTimeout> | undefined

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
        idle = startTimer(() => {
          const reason = new RerankError('disposed', 'the worker was idle')
          for (const each of [client, stages?.first]) each?.stop(reason)
        }, idleTimeout)
    }
  }

  const rank = createRank({
    id,
    client,
    stages,
    queue,
    options,
    call,
    isDisposed: () => disposed !== undefined,
  })

  const stream: Reranker['stream'] = async function* (body, callOptions) {
    if (!stages) throw new RerankError('invalid_request', 'stream is not possible here', { param: 'stream' })
    const { streamStates } = await stages.load()
    yield* streamStates(rank, body, callOptions)
  }

  return {
    model: id,
    async fetch(input, init) {
      const request = toRequest(input, init)
      const { createHandler } = await import('../wire/handler.js')
      return createHandler({
        serve: (body, signal) => rank(body as RerankRequest, { signal }),
        stream:
          stages &&
          (async (body, signal, toError) => {
            const open = (signal: AbortSignal) => stream(body as RerankRequest, { signal })
            return (await stages.load()).respondWithEvents(open, signal, toError)
          }),
        models: [id],
        maxDocuments,
        maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
      })(request)
    },
    load: (callOptions = {}) =>
      call(callOptions, async (signal) => {
        const onProgress = listener(callOptions)
        const load = async (client: LazyClient) => {
          const worker = await client.get(signal)
          worker.allowDownload()
          return worker.load(signal, onProgress)
        }
        const small = await stages?.first.configured()
        if (small) await load(small)
        return load(client)
      }),
    rank: (body, callOptions) => rank(body, callOptions),
    stream,
    prepare: (documents, callOptions = {}) =>
      call(callOptions, async (signal) => {
        const worker = await ((await stages?.first.configured()) ?? client).get(signal)
        return worker.prepare(documents, signal, listener(callOptions))
      }),
    expand: (query, callOptions = {}) =>
      call(callOptions, async (signal) => {
        const worker = await ((await stages?.first.configured()) ?? client).get(signal)
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
      for (const each of [client, stages?.first]) each?.close(disposed)
    },
  }
}
