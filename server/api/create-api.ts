import { limitTime } from '../../src/abort/time-limit.js'
import type { Reranker } from '../../src/client/types.js'
import { requireModelId } from '../../src/models/catalogue/ids.js'
import { CATALOGUE } from '../../src/models/catalogue/index.js'
import { RerankError } from '../../src/protocol/errors.js'
import type { ModelReference } from '../../src/protocol/model-card.js'
import { createHandler, type Serve } from '../../src/wire/handler.js'
import { readNames } from '../../src/wire/names.js'
import { sigmoid } from '../../src/wire/ranking.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, parseRequest, type RerankRequest } from '../../src/wire/request.js'
import type { RerankResponse } from '../../src/wire/response.js'
import { readCounted } from './body-reader.js'
import { createByteBudget } from './byte-budget.js'
import { checkLimits, checkUpstream } from './check-options.js'
import { createJsonParser } from './json-parser.js'
import { writeJson } from './long-json.js'
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
  const rerankers = new Map(
    models.map((model, i) => [ids[i]!, createWatchedReranker({ ...options, model })] as const),
  )
  const budget = createByteBudget(budgetBytes)
  const parser = createJsonParser()
  const pace = createPace()
  const limits = { maxBytes: maxBodyBytes, maxDocuments }
  let active = 0

  /** Where the request names no model that is here, the first one refuses it. */
  const choose = (name: string | undefined): Reranker =>
    rerankers.get((name !== undefined && names.get(name)) || ids[0]!)!.reranker

  /** A request by the model's own name. */
  const withModel = (body: unknown, model: string | undefined): RerankRequest => ({
    ...(body as RerankRequest),
    ...(model !== undefined && { model: names.get(model) ?? model }),
  })

  /** One part of a request; all parts together have the time that a request has. */
  const createServe = (onServed: (served: Served) => void): Serve => {
    let end: number | undefined
    return async (body, signal) => {
      const { model, documents, rawScores } = parseRequest(body, maxDocuments)
      if (active++ === 0) pace.begin()
      end ??= performance.now() + (timeout ?? Infinity)
      const limit = limitTime([signal], Math.max(1, end - performance.now()))
      try {
        const response = await choose(model).rank(withModel(body, model), { signal: limit.signal })
        pace.answered()
        onServed(describe(response, documents.length, rawScores))
        return response
      } catch (error) {
        throw limit.late
          ? new RerankError('timeout', `not finished within ${timeout} ms`, { cause: error })
          : error
      } finally {
        limit.end()
        active--
      }
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
        serve: createServe(onServed),
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

/** @throws RerankError `model_not_found`; `invalid_request` where there is none, or one twice */
function readIds(models: readonly (string | ModelReference)[]): string[] {
  if (models.length === 0)
    throw new RerankError('invalid_request', 'models must not be empty', { param: 'models' })
  const ids = models.map((model, i) => {
    if (typeof model === 'string') return requireModelId(model)
    for (const member of ['id', 'source'] as const)
      if (typeof model?.[member] !== 'string' || model[member] === '')
        throw new RerankError('invalid_request', `models[${i}].${member} must be a non-empty string`, {
          param: 'models',
        })
    return model.id
  })
  const twice = ids.find((id, i) => ids.indexOf(id) < i)
  if (twice !== undefined)
    throw new RerankError('invalid_request', `models: ${twice} is given twice`, { param: 'models' })
  return ids
}

function windowOf(model: string | ModelReference): number | undefined {
  return typeof model === 'string' ? CATALOGUE[requireModelId(model)].window : model.window
}
