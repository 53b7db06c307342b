/**
 * `webrerank/edge/cloudflare`: for Cloudflare Workers, whose bundler takes modules and data as imports.
 * `export default { fetch: createHandler() }` is a Worker.
 * @module webrerank/edge/cloudflare
 */

import type { EdgeReranker, PresetOptions } from 'webrerank/edge'
import tokenizer from './edge/tokenizer.bin'
import weights from './edge/weights.bin'
import plain from './engine/plain.wasm'
import relaxed from './engine/relaxed.wasm'
import match from './models/webrerank-tiny-en/match.bin'
import related from './models/webrerank-tiny-en/related.bin'
import vectors from './models/webrerank-tiny-en/vectors.bin'
import { createPreset } from './preset.js'

const preset = createPreset({
  model: {
    'tokenizer.json': tokenizer,
    'match.bin': match,
    'related.bin': related,
    'vectors.bin': vectors,
    'onnx/model_quantized.onnx': weights,
  },
  kernels: { plain, relaxed },
})

/**
 * Creates a reranker of the built-in model in a Cloudflare Worker. Options, and what is thrown, are those of `webrerank/edge`.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/edge/cloudflare'
 *
 * const reranker = createReranker()
 * const { results } = await reranker.rank({ query: 'apple', documents: ['a pear', 'an apple pie'] })
 * ```
 */
// Types in words: those that the compiler infers here have an address that Node's resolution does not know.
export const createReranker: (options?: PresetOptions) => EdgeReranker = preset.createReranker

/**
 * Creates a handler of requests in every dialect of the rerank API.
 * @example
 * ```ts
 * import { createHandler } from 'webrerank/edge/cloudflare'
 *
 * export default { fetch: createHandler() }
 * ```
 */
export const createHandler: (options?: PresetOptions) => (request: Request) => Promise<Response> =
  preset.createHandler
