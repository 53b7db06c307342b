/**
 * Everything that `webrerank` exports: `rerank()`, `createReranker()`, errors and types. Search, models, adapters and the
 * server have their own entry points.
 * @module webrerank
 */

export { createReranker, rerank } from './entries/page.js'
export * from './entries/public.js'
