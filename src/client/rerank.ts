import { RerankError } from '../protocol/errors.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, parseRequest, type RerankRequest } from '../wire/request.js'
import { toRequest } from './fetch-request.js'
import type { Reranker, RerankerOptions } from './types.js'

/**
 * Makes the `rerank` of an entry: a `fetch` that has a reranker for each model that a body asks for.
 * @param createReranker of the entry
 */
export function createRerank(
  createReranker: (options: Pick<RerankerOptions, 'model'>) => Reranker,
): typeof globalThis.fetch {
  const rerankers = new Map<string, Reranker>()
  return async (input, init) => {
    const request = toRequest(input, init)
    const [{ createHandler }, { requireModelId }] = await Promise.all([
      import('../wire/handler.js'),
      import('../models/catalogue/ids.js'),
    ])
    /** The reranker of the model that a body names. */
    const choose = (body: unknown): Reranker => {
      const { model } = parseRequest(body, MAX_DOCUMENTS)
      if (model === undefined)
        throw new RerankError('invalid_request', 'model is required', { param: 'model' })
      let reranker = rerankers.get(model)
      if (!reranker) {
        // Before one is made: it would be kept for as long as the page lives.
        reranker = createReranker({ model: requireModelId(model) })
        rerankers.set(model, reranker)
      }
      return reranker
    }
    return createHandler({
      serve: async (body, signal) => choose(body).rank(body as RerankRequest, { signal }),
      async stream(body, signal, toError) {
        const { respondWithEvents } = await import('../wire/event-stream.js')
        const open = (signal: AbortSignal) => choose(body).stream(body as RerankRequest, { signal })
        return respondWithEvents(open, signal, toError)
      },
      maxDocuments: MAX_DOCUMENTS,
      maxBodyBytes: MAX_BODY_BYTES,
    })(request)
  }
}
