/**
 * `webrerank/cpu`: the reranker without ONNX Runtime, for a build of 5.5 MB in place of 20. It runs on the CPU
 * alone: the built-in model, and models of the encoder families that the CPU runtime knows (BERT, RoBERTa,
 * XLM-RoBERTa, ModernBERT). For any other it fails with `unsupported_device`.
 * @module webrerank/cpu
 */
import type { OwnWorker } from '../client/entry-worker.js'
import { createRerank } from '../client/rerank.js'
import { createReranker as create } from '../client/reranker.js'
import type { Reranker, RerankerOptions } from '../client/types.js'

export * from './public.js'

/** Options of {@link createReranker}: those of `webrerank` but for the device, which is the CPU. */
export type CpuRerankerOptions = Omit<RerankerOptions, 'device'>

/** The worker without ONNX Runtime. */
const OWN: OwnWorker = {
  entry: 'webrerank/cpu/worker',
  create: () =>
    new Worker(new URL(/* @vite-ignore */ './worker-cpu.js', import.meta.url), {
      type: 'module',
      name: 'webrerank',
    }),
}

/**
 * Creates a reranker as `webrerank` does, for the CPU alone.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/cpu'
 *
 * const reranker = createReranker()
 * const { results } = await reranker.rank({ query: 'warm drink', documents: ['A bicycle', 'Hot chocolate'] })
 * console.log(results[0]?.index) // 1
 * reranker.dispose()
 * ```
 */
export function createReranker(options: CpuRerankerOptions = {}): Reranker {
  return create({ device: 'wasm', ...options }, OWN)
}

const answer = createRerank(createReranker)

/**
 * `fetch` for a rerank API as in `webrerank`, on the CPU alone.
 * @example
 * ```ts
 * import { rerank } from 'webrerank/cpu'
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
