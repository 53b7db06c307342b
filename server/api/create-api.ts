import { limitTime } from '../../src/abort/time-limit.js'
import { readCascade } from '../../src/client/cascade.js'
import type { Reranker } from '../../src/client/types.js'
import { RerankError } from '../../src/protocol/errors.js'
import type { ModelReference } from '../../src/protocol/model-card.js'
import { respondWithEvents, type States } from '../../src/wire/event-stream.js'
import { createHandler, type HandlerOptions } from '../../src/wire/handler.js'
import { readNames } from '../../src/wire/names.js'
import { sigmoid } from '../../src/wire/ranking.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, parseRequest, type RerankRequest } from '../../src/wire/request.js'
import type { RerankResponse } from '../../src/wire/response.js'
import { readCounted } from './body-reader.js'
import { createByteBudget } from './byte-budget.js'
import { checkLimits, checkUpstream } from './check-options.js'
import { createJsonParser } from './json-parser.js'
import { writeJson } from './long-json.js'
import { nameModels, readIds, windowOf } from './models.js'
import { createPace } from './pace.js'
import { createWatchedReranker, type ServerRerankerOptions } from './reranker.js'

/** Options of {@link createApi}. All may be left out. */
export interface ApiOptions extends Omit<ServerRerankerOptions, 'model'> {
  /**
   * Catalogue ids, cards of models of your own, or where such models are. The first answers requests that name no model; others than these
   * are refused. Default: `webrerank/tiny-en`.
   */
  models?: readonly (string | ModelReference)[] | undefined
  /**
   * Other names that requests may give a model, for clients whose model cannot be set: `{ 'rerank-v3.5': 'webrerank/tiny-en' }`.
   * Answers have the model's own. Default: none.
   */
  aliases?: Readonly<Record<string, string>> | undefined
  /**
   * Bytes of all bodies together that are being received, wait, or are being answered; one more is refused with 429.
   * Default: twice `maxBodyBytes`.
   */
  maxPendingBytes?: number | undefined
}

/** What a request took, in numbers: none of its text. */
export interface Served {
  model: string
  documents: number
  tokens: number
  /** Milliseconds that it waited for earlier ones. */
  queue: number
  /** Milliseconds in which it was scored. */
  score: number
  /** The best score, between 0 and 1. */
  best: number
}

/** Every dialect of the rerank API, on this machine's CPU. */
export interface RerankApi {
  /** Ids of the models that answer. */
  readonly models: readonly string[]
  /** Requests that are being answered, the running one of each model counted. */
  readonly active: number
  /** Requests that wait for earlier ones. */
  readonly waiting: number
  /** Bytes of bodies that are held now. */
  readonly pendingBytes: number
  /** Milliseconds for which the thread of a model has not been heard of: large where it hangs. 0 where none is started. */
  readonly silence: number
  /**
   * Answers a request in the manner of fetch: bad ones with an error status. For a router, a serverless function, or
   * the `fetch` option of a client. Rejects only where the request's signal aborts.
   */
  fetch(request: Request): Promise<Response>
  /**
   * As `fetch`, and tells what each part of the work took.
   * @param sent settles once the answer was sent: until then the request's bytes are held. Default: once it is there
   */
  answer(request: Request, onServed: (served: Served) => void, sent?: Promise<unknown>): Promise<Response>
  /** Loads all models, which their first requests would do as well. */
  load(): Promise<void>
  /** Ends the threads. What is under way, and every later request, is answered with 410. */
  dispose(): void
}

/**
 * Creates the API without a server around it.
 * @throws RerankError `model_not_found` for an id that is not in the catalogue, `invalid_request` for options that cannot
 * be meant
 * @example
 * ```ts
 * import { createApi } from 'webrerank/server'
 *
 * const api = createApi({ models: ['webrerank/tiny-en'] })
 * const body = JSON.stringify({ query: 'warm drink', documents: ['A bicycle', 'Hot chocolate'] })
 * const response = await api.fetch(new Request('http://localhost/v1/rerank', { method: 'POST', body }))
 * api.dispose()
 * ```
 */
export function createApi({
  models = ['webrerank/tiny-en'],
  aliases = {},
  maxPendingBytes,
  ...options
}: ApiOptions = {}): RerankApi {
  const { maxDocuments = MAX_DOCUMENTS, maxBodyBytes = MAX_BODY_BYTES, timeout } = options
  const budgetBytes = maxPendingBytes ?? 2 * maxBodyBytes
  checkLimits({
    maxDocuments,
    maxBodyBytes,
    maxPendingBytes: budgetBytes,
    timeout,
    maxQueue: options.maxQueue,
  })
  checkUpstream(options.upstream)
  const ids = readIds(models)
  const names = readNames(ids, aliases)
  const { cascade } = options
  const small = typeof cascade?.first === 'object' ? cascade.first.id : cascade?.first
  const rerankers = new Map(
    models.map((model, i) => {
      const alone = ids[i] === small && { cascade: undefined }
      return [ids[i]!, createWatchedReranker({ ...options, model, ...alone })] as const
    }),
  )
  for (const id of ids) if (id !== small) readCascade(id, cascade)
  const budget = createByteBudget(budgetBytes)
  const parser = createJsonParser()
  const pace = createPace()
  const limits = { maxBytes: maxBodyBytes, maxDocuments }
  let active = 0

  /** Where the request names no model that is here, the first one refuses it. */
  const choose = (name: string | undefined): Reranker =>
    rerankers.get((name !== undefined && names.get(name)) || ids[0]!)!.reranker

  /** Answers the parts of one request; all together have the time that a request has. */
  const createParts = (onServed: (served: Served) => void): Pick<HandlerOptions, 'serve' | 'stream'> => {
    let end: number | undefined
    const begin = (body: unknown, signal: AbortSignal) => {
      const { model, documents, rawScores } = parseRequest(body, maxDocuments)
      const request = nameModels(body as RerankRequest, names, cascade !== undefined)
      if (active++ === 0) pace.begin()
      end ??= performance.now() + (timeout ?? Infinity)
      const limit = limitTime([signal], Math.max(1, end - performance.now()))
      return {
        request,
        reranker: choose(model),
        options: { signal: limit.signal },
        served(response: RerankResponse) {
          pace.answered()
          onServed(describe(response, documents.length, rawScores))
        },
        toError: (error: unknown) =>
          limit.late
            ? new RerankError('timeout', `not finished within ${timeout} ms`, { cause: error })
            : error,
        end() {
          limit.end()
          active--
        },
      }
    }
    async function* states(body: unknown, signal: AbortSignal): States {
      const part = begin(body, signal)
      try {
        for await (const state of part.reranker.stream(part.request, part.options)) {
          if (state.webrerank.complete !== false) part.served(state)
          yield state
        }
      } catch (error) {
        throw part.toError(error)
      } finally {
        part.end()
      }
    }
    return {
      async serve(body, signal) {
        const part = begin(body, signal)
        try {
          const response = await part.reranker.rank(part.request, part.options)
          part.served(response)
          return response
        } catch (error) {
          throw part.toError(error)
        } finally {
          part.end()
        }
      },
      stream: (body, signal, toError) => respondWithEvents((signal) => states(body, signal), signal, toError),
    }
  }

  const api: RerankApi = {
    models: ids,
    get active() {
      return active
    },
    get waiting() {
      return Array.from(rerankers.values()).reduce((sum, { waiting }) => sum + waiting(), 0)
    },
    get pendingBytes() {
      return budget.used
    },
    get silence() {
      return Array.from(rerankers.values()).reduce((most, { silence }) => Math.max(most, silence()), 0)
    },
    fetch: (request) => api.answer(request, () => {}),
    async answer(request, onServed, sent) {
      const held = budget.open()
      const handle = createHandler({
        models: [...names.keys()],
        window: windowOf(models[0]!),
        maxDocuments,
        maxBodyBytes,
        read: (request) => readCounted(request, limits, held, parser),
        write: writeJson,
        retryAfter: () => pace.secondsFor(active),
        ...createParts(onServed),
      })
      const answered = handle(request)
      void Promise.allSettled([answered, sent]).then(held.release)
      return answered
    },
    async load() {
      await Promise.all(Array.from(rerankers.values(), ({ reranker }) => reranker.load()))
    },
    dispose() {
      parser.dispose()
      for (const { reranker } of rerankers.values()) reranker.dispose()
    },
  }
  return api
}

/** What is counted of an answer. */
function describe(
  { model, usage, results, webrerank }: RerankResponse,
  documents: number,
  raw: boolean,
): Served {
  const { queue, score } = webrerank.timings
  const best = results[0]?.model_score ?? results[0]?.relevance_score ?? 0
  return {
    model,
    documents,
    tokens: usage.total_tokens,
    queue,
    score,
    best: raw ? sigmoid(best) : best,
  }
}
