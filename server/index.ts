/**
 * `webrerank/server`: the reranker in Node, and an HTTP server.
 * @module webrerank/server
 */
export { type ApiOptions, createApi, type RerankApi, type Served } from './api/create-api.js'
export { createReranker, type ServerRerankerOptions } from './api/reranker.js'
export type { LogEntry } from './http/log.js'
export { type RerankServer, serve } from './http/serve.js'
export type { ServeOptions } from './http/types.js'
export type { ServerRuntime } from './thread/thread.js'
