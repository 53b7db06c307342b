import type { OwnWorker } from '../client/entry-worker.js'
import { createRerank } from '../client/rerank.js'
import { createReranker as create } from '../client/reranker.js'
import type { Reranker, RerankerOptions } from '../client/types.js'

/** The worker with all runtimes. The address is spelt out where it is used: in this form bundlers find the worker. */
const OWN: OwnWorker = {
  entry: 'webrerank/worker',
  create: () =>
    new Worker(new URL(/* @vite-ignore */ './worker.js', import.meta.url), {
      type: 'module',
      name: 'webrerank',
    }),
}

/**
 * Creates a reranker. Nothing is fetched or started before its first call; nor is its model looked for, and a call
 * rejects with `model_not_found` where the catalogue has none of that name.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 *
 * const reranker = createReranker()
 * const { results } = await reranker.rank({ query: 'warm drink', documents: ['A bicycle', 'Hot chocolate'] })
 * console.log(results[0]?.index) // 1
 * reranker.dispose()
 * ```
 */
export function createReranker(options: RerankerOptions = {}): Reranker {
  return create(options, OWN)
}

const answer = createRerank(createReranker)

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
 * @example
 * ```ts
 * import { rerank } from 'webrerank'
 *
 * const response = await rerank('/v1/rerank', {
 *   method: 'POST',
 *   body: JSON.stringify({ model: 'webrerank/tiny-en', query: 'warm drink', documents: ['A bicycle', 'Hot chocolate'] }),
 * })
 * const { results } = await response.json()
 * ```
 */
export async function rerank(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  return answer(input, init)
}
