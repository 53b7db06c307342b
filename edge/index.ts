/**
 * `webrerank/edge`: the reranker of the page inside one isolate. Its presets bring the model's files in the way that each
 * platform wants: `webrerank/edge/cloudflare`, `webrerank/edge/vercel`, `webrerank/edge/deno`, `webrerank/edge/bun`.
 * @module webrerank/edge
 */
export { isRerankError, RerankError, type RerankErrorCode } from '../src/protocol/errors.js'
export type { ModelCard } from '../src/protocol/model-card.js'
export type { RerankRequest } from '../src/wire/request.js'
export type { RerankResponse, RerankResult } from '../src/wire/response.js'
export { createHandler, createReranker } from './reranker.js'
export type { EdgeFiles, EdgeOptions, EdgeReranker, HandlerOptions, PresetOptions } from './types.js'
