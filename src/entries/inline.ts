/**
 * `webrerank/inline`: `webrerank/cpu` with its worker and the built-in model inside of its scripts, 5 MB that are loaded at
 * the first use. For bundlers that copy no files of a package, such as esbuild. A content security policy needs `blob:` in
 * `worker-src` and `connect-src`.
 * @module webrerank/inline
 */
import { inlineWorker } from '../client/inline-worker.js'
import { createRerank } from '../client/rerank.js'
import { createReranker as create } from '../client/reranker.js'
import type { Reranker } from '../client/types.js'
import type { CpuRerankerOptions } from './cpu.js'

export type { CpuRerankerOptions } from './cpu.js'
export * from './public.js'

/**
 * Creates a reranker as `webrerank` does, for the CPU alone.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/inline'
 *
 * const reranker = createReranker()
 * const { results } = await reranker.rank({ query: 'warm drink', documents: ['A bicycle', 'Hot chocolate'] })
 * console.log(results[0]?.index) // 1
 * reranker.dispose()
 * ```
 */
export function createReranker(options: CpuRerankerOptions = {}): Reranker {
  return create({ device: 'wasm', ...options }, inlineWorker)
}

const answer = createRerank(createReranker)

/**
 * `fetch` for a rerank API as in `webrerank`, on the CPU alone.
 * @example
 * ```ts
 * import { rerank } from 'webrerank/inline'
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
