import type { Reranker } from '../../src/client/types.js'
import type { ModelReference } from '../../src/protocol/model-card.js'
import { createHandler } from '../../src/wire/handler.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, parseRequest, type RerankRequest } from '../../src/wire/request.js'
import { createReranker, type ServerRerankerOptions } from './reranker.js'

/** Options of {@link createApi}. All may be left out. */
export interface ApiOptions extends Omit<ServerRerankerOptions, 'model'> {
  /**
   * Catalogue ids, cards of models of your own, or where such models are. The first answers requests that name no model; others than these
   * are refused. Default: `webrerank/tiny-en`.
   */
  models?: readonly (string | ModelReference)[] | undefined
}

/** What a request took, in numbers: none of its text. */
export interface Served {
  model: string
  documents: number
  tokens: number
}

/** Every dialect of the rerank API, on this machine's CPU. */
export interface RerankApi {
  /** Ids of the models that answer. */
  readonly models: readonly string[]
  /** Requests that are being answered, the running one of each model counted. */
  readonly active: number
  /**
   * Answers a request in the manner of fetch: bad ones with an error status. For a router, a serverless function, or
   * the `fetch` option of a client. Rejects only where the request's signal aborts.
   */
  fetch(request: Request): Promise<Response>
  /** As `fetch`, and tells what each part of the work took. */
  answer(request: Request, onServed: (served: Served) => void): Promise<Response>
  /** Loads all models, which their first requests would do as well. */
  load(): Promise<void>
  /** Ends the threads. What is under way, and every later request, is answered with 410. */
  dispose(): void
}

/**
 * Creates the API without a server around it.
 * @throws RerankError `model_not_found` for an id that is not in the catalogue
 */
export function createApi({ models = ['webrerank/tiny-en'], ...options }: ApiOptions = {}): RerankApi {
  const rerankers = models.map((model) => createReranker({ ...options, model }))
  const byId = new Map(rerankers.map((reranker) => [reranker.model, reranker]))
  const ids = [...byId.keys()]
  const first = rerankers[0]
  if (!first) throw new TypeError('models must not be empty')
  const maxDocuments = options.maxDocuments ?? MAX_DOCUMENTS
  let active = 0

  const choose = (body: unknown): Reranker => {
    const { model } = parseRequest(body, maxDocuments)
    // The first one refuses a model that it is not.
    return (model !== undefined && byId.get(model)) || first
  }

  const api: RerankApi = {
    models: ids,
    get active() {
      return active
    },
    fetch: (request) => api.answer(request, () => {}),
    answer(request, onServed) {
      const handle = createHandler({
        models: ids,
        maxDocuments,
        maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
        async serve(body, signal) {
          active++
          try {
            const response = await choose(body).rank(body as RerankRequest, { signal })
            const { documents } = parseRequest(body, maxDocuments)
            onServed({
              model: response.model,
              documents: documents.length,
              tokens: response.usage.total_tokens,
            })
            return response
          } finally {
            active--
          }
        },
      })
      return handle(request)
    },
    async load() {
      await Promise.all(rerankers.map((reranker) => reranker.load()))
    },
    dispose() {
      for (const reranker of rerankers) reranker.dispose()
    },
  }
  return api
}
