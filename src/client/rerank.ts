import { RerankError } from '../protocol/errors.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, parseRequest, type RerankRequest } from '../wire/request.js'
import { toRequest } from './fetch-request.js'
import { createReranker } from './reranker.js'
import type { Reranker } from './types.js'

const rerankers = new Map<string, Reranker>()

/**
 * `fetch` for a rerank API, answered on this device: takes what `fetch` takes for `POST /v1/rerank` and answers the
 * same JSON, from a cross-encoder in a worker. The model is chosen by the body's `model` and loaded at its first use.
 * No request leaves the page: an unknown path is a 404, bad input a 4xx with the reason.
 *
 * @param input the path `/v1/rerank` (an address that ends so will do), a `URL` or a `Request`
 * @param init method, body, signal and headers as for `fetch`; of headers, `Content-Encoding` alone is looked at
 * @returns an answer with {@link RerankResponse} as its JSON, or an error with `{ error: { message, type, param, code } }`
 * @throws the signal's reason, by default an `AbortError`, where it aborts; a `TypeError` for arguments that `fetch`
 * would refuse
 */
export async function rerank(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = toRequest(input, init)
  const [{ createHandler }, { requireModelId }] = await Promise.all([
    import('../wire/handler.js'),
    import('../models/catalogue/ids.js'),
  ])
  return createHandler({
    serve(body, signal) {
      const { model } = parseRequest(body, MAX_DOCUMENTS)
      if (model === undefined)
        throw new RerankError('invalid_request', 'model is required', { param: 'model' })
      let reranker = rerankers.get(model)
      if (!reranker) {
        // Before one is made: it would be kept for as long as the page lives.
        reranker = createReranker({ model: requireModelId(model) })
        rerankers.set(model, reranker)
      }
      return reranker.rank(body as RerankRequest, { signal })
    },
    maxDocuments: MAX_DOCUMENTS,
    maxBodyBytes: MAX_BODY_BYTES,
  })(request)
}
