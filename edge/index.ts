/**
 * `webrerank/edge`: the reranker of the page inside one isolate. Its presets bring the model's files in the way that each
 * platform wants: `webrerank/edge/cloudflare`, `webrerank/edge/vercel`, `webrerank/edge/deno`, `webrerank/edge/bun`.
 * @module webrerank/edge
 */
import { readEncoder as matchEncoder } from '../worker/onnx/rewrite/read-encoder.js'
import { createIsolateHandler, createIsolateReranker, isPrepared, readPrepared } from './core.js'
import type { EdgeOptions, EdgeReranker, HandlerOptions, ReadEncoder } from './types.js'

export type { ModelCard } from '../src/protocol/model-card.js'
export type { RerankRequest } from '../src/wire/request.js'
export type { RerankResponse, RerankResult } from '../src/wire/response.js'
export { isRerankError, RerankError, type RerankErrorCode } from './core.js'
export type { EdgeFiles, EdgeOptions, EdgeReranker, HandlerOptions, PresetOptions } from './types.js'

const readEncoder: ReadEncoder = (file, content, beside) =>
  isPrepared(file) ? readPrepared(file, content, beside) : matchEncoder(content, beside)

/**
 * Creates a reranker whose model runs in this very thread: an edge isolate, a service worker, any place that has no
 * workers. Nothing is loaded before the first call.
 * @throws RerankError `invalid_request` for an option that is none
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/edge'
 * import { fetchFiles } from 'webrerank/edge/fetch'
 *
 * const reranker = createReranker({ files: fetchFiles('https://example.com/webrerank/') })
 * const { results } = await reranker.rank({ query: 'apple', documents: ['a pear', 'an apple pie'] })
 * ```
 */
export function createReranker(options: EdgeOptions): EdgeReranker {
  return createIsolateReranker(options, readEncoder)
}

/**
 * Creates a handler of HTTP requests, in every dialect of the rerank API, for `export default { fetch }` and the like.
 * Bad requests are answered with an error status; it rejects only where the request's signal aborts.
 * @throws RerankError `invalid_request` for an option that is none
 * @example
 * ```ts
 * import { createHandler } from 'webrerank/edge'
 * import { fetchFiles } from 'webrerank/edge/fetch'
 *
 * export default { fetch: createHandler({ files: fetchFiles('https://example.com/webrerank/') }) }
 * ```
 */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  return createIsolateHandler(options, readEncoder)
}
