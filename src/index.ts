/**
 * The public surface, in full. Withheld on purpose: the worker's protocol, the handler and the queue, which may change
 * in any release. Other parts have entries of their own, so that this one stays small.
 * @module webrerank
 */

export { createReranker, rerank } from './entries/page.js'
export * from './entries/public.js'
