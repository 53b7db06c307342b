import type { RuntimeBuild } from '../../src/protocol/worker-api.js'

/** Heads of a model that does not say: more than small ones have. */
const HEADS = 16
/** Bytes that a WASM module addresses, without what ONNX Runtime takes for itself and for a layer's other states. */
const WASM_MEMORY = 2 ** 32 - 2 ** 29
/** Bytes of attention scores of one layer on a GPU, at most, whatever its limits allow. */
const GPU_SCORES = 2 ** 29
/** Tokens that are tried whatever the weights take. */
const LEAST = 512
/** Scores, scores with the mask, and their softmax are in memory at once. */
const COPIES = 3

/** Where a model runs, as far as memory is concerned. */
export interface RuntimeLimits {
  build: RuntimeBuild
  /** Bytes of weights, as they were read. */
  weights: number
  /** The largest buffer that the GPU binds, in bytes. */
  binding?: number | undefined
  /** Bytes of one token's logits, where a decoder gives those of each token. Default: 0. */
  logits?: number
}

/**
 * The most tokens that a pair may have. ONNX Runtime holds the attention scores of a layer at once, and they grow with
 * the square of the length: 8,192 tokens are 4 GB in a model of 16 heads, all that WASM can address. The CPU runtime
 * has 64 rows of one head at a time, and a native process has the machine's memory.
 * @returns as many tokens as the model takes, or fewer
 */
export function longestPair(
  { maxLength, heads = HEADS }: { maxLength: number; heads?: number | undefined },
  runtime: RuntimeLimits,
): number {
  const { logits = 0 } = runtime
  const eights = (tokens: number) => Math.floor(tokens / 8) * 8
  /** @param bytes that scores of attention may take, and logits beside */
  const limit = (bytes: number) => {
    const scores = eights(Math.sqrt(Math.max(0, bytes) / (4 * heads)))
    const words = logits > 0 ? eights(Math.max(0, bytes) / logits) : Number.POSITIVE_INFINITY
    return Math.max(LEAST, Math.min(scores, words))
  }
  switch (runtime.build) {
    case 'engine':
    case 'native':
      return maxLength
    case 'wasm':
      // Weights lie there twice where the runtime rearranges them.
      return Math.min(maxLength, limit((WASM_MEMORY - 2 * runtime.weights) / COPIES))
    default:
      return Math.min(maxLength, limit(Math.min(runtime.binding ?? 2 ** 27, GPU_SCORES)))
  }
}
