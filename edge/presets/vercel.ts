/**
 * `webrerank/edge/vercel`: for Vercel's Edge runtime, whose bundler compiles modules that are imported with `?module`.
 * The model is larger than its functions may be, so that it is fetched from the deployment's own static files.
 * `export default createHandler({ base })` is a function.
 * @module webrerank/edge/vercel
 */
import type { EdgeReranker, PresetOptions } from 'webrerank/edge'
import plain from './engine/plain.wasm?module'
import relaxed from './engine/relaxed.wasm?module'
import { fetchFiles } from './fetch.js'
import { createPreset } from './preset.js'

/** Options of a function on Vercel. */
export interface VercelOptions extends PresetOptions {
  /** Address of a folder that has `models/` of this package's `dist`, such as `https://example.com/webrerank/`. */
  base: string | URL
}

const presetOf = (base: string | URL) => createPreset(fetchFiles(base, { kernels: { plain, relaxed } }))

/**
 * Creates a reranker of the built-in model in an Edge Function. Options, and what is thrown, are those of `webrerank/edge`.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/edge/vercel'
 *
 * const reranker = createReranker({ base: 'https://example.com/webrerank/' })
 * const { results } = await reranker.rank({ query: 'apple', documents: ['a pear', 'an apple pie'] })
 * ```
 */
export function createReranker({ base, ...options }: VercelOptions): EdgeReranker {
  return presetOf(base).createReranker(options)
}

/**
 * Creates a handler of requests in every dialect of the rerank API.
 * @example
 * ```ts
 * import { createHandler } from 'webrerank/edge/vercel'
 *
 * export default createHandler({ base: 'https://example.com/webrerank/' })
 * ```
 */
export function createHandler({ base, ...options }: VercelOptions): (request: Request) => Promise<Response> {
  return presetOf(base).createHandler(options)
}
