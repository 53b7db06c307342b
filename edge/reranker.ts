import { assembleReranker } from '../src/client/assemble.js'
import { checkOptions } from '../src/client/check-options.js'
import { createModelClient } from '../src/client/model-client.js'
import type { CallOptions } from '../src/client/types.js'
import { tinyEn } from '../src/models/catalogue/tiny-en.js'
import { createHandler as createWireHandler } from '../src/wire/handler.js'
import { readNames } from '../src/wire/names.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS, parseRequest, type RerankRequest } from '../src/wire/request.js'
import { checkEdgeOptions } from './check-options.js'
import { createIsolateLoader } from './loader.js'
import type { EdgeOptions, EdgeReranker, HandlerOptions, ReadEncoder } from './types.js'

/**
 * A reranker whose model runs in this very thread. Nothing is loaded before the first call.
 * @param readEncoder finds the encoder in the model's file
 * @throws RerankError `invalid_request` for an option that is none
 */
export function createIsolateReranker(options: EdgeOptions, readEncoder: ReadEncoder): EdgeReranker {
  checkOptions(options)
  checkEdgeOptions(options)
  const { maxDocuments = MAX_DOCUMENTS, upstream, model: card = tinyEn } = options
  const client = createModelClient(createIsolateLoader(options, readEncoder), Number.POSITIVE_INFINITY)
  const inner = assembleReranker({
    id: card.id,
    client: { ...client, get: async () => client },
    options,
    availability: async () => 'available',
  })
  /**
   * Loads the model before a request waits for others, and not while others wait for it: where it ends with its client in
   * the midst of a load, nobody stands behind it. A failure is told by the request itself.
   */
  const prepareFor = async ({ signal, onProgress }: CallOptions) => {
    if (upstream?.when !== 'always') await inner.load({ signal, onProgress }).catch(() => {})
  }
  const rank: EdgeReranker['rank'] = async (body, callOptions = {}) => {
    parseRequest(body, maxDocuments)
    const start = performance.now()
    await prepareFor(callOptions)
    const loadTime = performance.now() - start
    const response = await inner.rank(body, callOptions)
    response.webrerank.timings.load += loadTime
    return response
  }
  return {
    ...inner,
    rank,
    // By itself where it can be: outside a request, where some platforms allow loading, none of them allows timers and signals.
    load: (callOptions = {}) =>
      callOptions.signal || options.timeout !== undefined
        ? inner.load(callOptions)
        : client.load(undefined, callOptions.onProgress ?? (() => {})),
    fetch: async (input, init) => handlerOf({ ...inner, rank }, options)(new Request(input, init)),
  }
}

/**
 * A handler of HTTP requests in every dialect of the rerank API. It rejects only where the request's signal aborts.
 * @throws RerankError `invalid_request` for an option that is none
 */
export function createIsolateHandler(
  options: HandlerOptions,
  readEncoder: ReadEncoder,
): (request: Request) => Promise<Response> {
  const handle = handlerOf(createIsolateReranker(options, readEncoder), options)
  // Platforms give more arguments than the request.
  return (request) => handle(request)
}

function handlerOf(
  reranker: EdgeReranker,
  { model: card = tinyEn, aliases = [], maxDocuments = MAX_DOCUMENTS, maxBodyBytes }: HandlerOptions,
): (request: Request) => Promise<Response> {
  const names = readNames([card.id], Object.fromEntries(aliases.map((alias) => [alias, card.id])))
  return createWireHandler({
    models: [...names.keys()],
    window: card.window,
    maxDocuments,
    maxBodyBytes: maxBodyBytes ?? MAX_BODY_BYTES,
    async serve(body, signal) {
      const { model } = parseRequest(body, maxDocuments)
      const named = model !== undefined && { model: names.get(model) ?? model }
      return reranker.rank({ ...(body as RerankRequest), ...named }, { signal })
    },
  })
}
