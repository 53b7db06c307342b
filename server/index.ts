/**
 * `webrerank/server`: the engine of the page on Node, and an HTTP server around it.
 * @module webrerank/server
 */
export { type ApiOptions, createApi, type RerankApi, type Served } from './api.js'
export type { LogEntry } from './log.js'
export { createReranker, type ServerRerankerOptions } from './reranker.js'
export { type RerankServer, type ServeOptions, serve } from './serve.js'
export type { ServerRuntime } from './thread.js'
