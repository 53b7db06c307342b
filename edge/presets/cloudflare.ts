/**
 * `webrerank/edge/cloudflare`: for Cloudflare Workers, whose bundler takes modules and data as imports.
 * `export default { fetch: createHandler() }` is a Worker.
 * @module webrerank/edge/cloudflare
 */
import tokenizer from './edge/tokenizer.bin'
import weights from './edge/weights.bin'
import plain from './engine/plain.wasm'
import relaxed from './engine/relaxed.wasm'
import match from './models/webrerank-tiny-en/match.bin'
import related from './models/webrerank-tiny-en/related.bin'
import vectors from './models/webrerank-tiny-en/vectors.bin'
import { createPreset } from './preset.js'

export const { createReranker, createHandler } = createPreset({
  model: {
    'tokenizer.json': tokenizer,
    'match.bin': match,
    'related.bin': related,
    'vectors.bin': vectors,
    'onnx/model_quantized.onnx': weights,
  },
  kernels: { plain, relaxed },
})
