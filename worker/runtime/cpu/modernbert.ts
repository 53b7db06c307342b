import type { ModernBertWeights, ModernHeadWeights, ModernLayerWeights } from '../../onnx/encoder/weights.js'
import type { Heap } from './heap.js'
import { packTable } from './pack.js'
import { createRotations } from './rotations.js'
import {
  type Buffers,
  classifierOf,
  createSteps,
  type Forward,
  type Mode,
  type Steps,
  within,
} from './steps.js'

/** Norms go before the layers, and what a layer gives is added to what it takes. (Warner and others, ModernBERT.) */
export function createModernBert(heap: Heap, encoder: ModernBertWeights, mode: Mode): Forward {
  const { kernels } = heap
  const { hidden, heads } = encoder
  const wide = encoder.layers[0]!.intermediate.weights.shape[1]!
  const steps = createSteps(heap, { hidden, heads, wide, gated: true }, mode)
  const { packNorm, quantize, multiply, normalize } = steps
  const wordEmbeddings = packTable(heap, encoder.wordEmbeddings)
  const embeddingNorm = packNorm(encoder.embeddingNorm)
  const pooling = encoder.head?.pooling ?? 'first'
  const layers = encoder.layers.map((layer, index) => {
    const isLast = index === encoder.layers.length - 1
    return packLayer(steps, layer, index === 0, isLast && pooling === 'first')
  })
  const finalNorm = packNorm(encoder.finalNorm)
  const finish = encoder.head ? createHead(heap, steps, encoder.head) : undefined
  const rotations = createRotations(heap, steps, encoder.layers)

  type Layer = (typeof layers)[number]
  /** Adds what attention gives to the states of the first `m` tokens. */
  const attend = (layer: Layer, at: Buffers, index: number, m: number, length: number): void => {
    const { x, q, k, v, mixed } = at
    if (layer.attentionNorm) normalize(x, 0, mixed, length, layer.attentionNorm)
    const taken = layer.attentionNorm ? mixed : x
    quantize(taken, length, layer.query)
    multiply(taken, layer.query, q, m)
    multiply(taken, layer.key, k, length)
    multiply(taken, layer.value, v, length)
    const angles = rotations.of(index)
    kernels.rotate(q, angles, m, heads, steps.width)
    kernels.rotate(k, angles, length, heads, steps.width)
    steps.attend(m, length, layer.reach)
    quantize(mixed, m, layer.attentionOutput)
    multiply(mixed, layer.attentionOutput, q, m)
    kernels.add(x, q, m * hidden)
  }
  /** Adds what the feed-forward gives. */
  const feedForward = (layer: Layer, { x, q, mixed, wide: inner, gate }: Buffers, m: number): void => {
    normalize(x, 0, mixed, m, layer.norm)
    quantize(mixed, m, layer.intermediate)
    multiply(mixed, layer.intermediate, inner, m)
    multiply(mixed, layer.gate, gate, m)
    steps.gelu(inner, m * wide)
    kernels.gate(inner, gate, m * wide)
    quantize(inner, m, layer.output)
    multiply(inner, layer.output, q, m)
    kernels.add(x, q, m * hidden)
  }

  return (ids) => {
    const length = ids.length
    const at = rotations.reserve(length)
    const rows = heap.integers(at.ids, length)
    for (let i = 0; i < length; i++) rows[i] = within(ids[i]!, wordEmbeddings.count, 'token')
    kernels.embed(at.x, wordEmbeddings.rows, wordEmbeddings.scales, at.ids, length, hidden, 0)
    normalize(at.x, 0, at.x, length, embeddingNorm)
    let m = length
    for (const [index, layer] of layers.entries()) {
      // Where the first token's state alone is read, the last layer gives no other.
      if (index === layers.length - 1 && pooling === 'first') m = 1
      attend(layer, at, index, m, length)
      feedForward(layer, at, m)
    }
    normalize(at.x, 0, at.x, m, finalNorm)
    return finish ? finish(at, m) : Float64Array.from(heap.floats(at.x, hidden))
  }
}

function packLayer(
  { pack, packNorm, precisionOf, width }: Steps,
  layer: ModernLayerWeights,
  isFirst: boolean,
  isOneRow: boolean,
) {
  const [input, rest] = [precisionOf(isFirst), precisionOf(isOneRow)]
  return {
    reach: layer.reach,
    attentionNorm: layer.attentionNorm && packNorm(layer.attentionNorm),
    query: pack(layer.query, input, 1 / Math.sqrt(width)),
    key: pack(layer.key, input),
    value: pack(layer.value, input),
    attentionOutput: pack(layer.attentionOutput, rest),
    norm: packNorm(layer.norm),
    intermediate: pack(layer.intermediate, rest),
    gate: pack(layer.gate, rest),
    output: pack(layer.output, rest),
  }
}

/** Of the states of the first `m` tokens. The head is one row, and stays in floats. */
function createHead({ kernels, floats, put }: Heap, steps: Steps, head: ModernHeadWeights) {
  const dense = steps.pack(head.dense, 'float')
  const norm = steps.packNorm(head.norm)
  const classify = classifierOf(head.classifier)
  const hidden = dense.from
  return ({ x, q, k }: Buffers, m: number): Float64Array => {
    const sums = new Float64Array(hidden)
    floats(x, m * hidden).forEach((value, i) => {
      sums[i % hidden]! += value
    })
    put(
      k,
      Float32Array.from(sums, (sum) => sum / m),
    )
    steps.multiply(k, dense, q, 1)
    kernels.gelu(q, hidden)
    steps.normalize(q, 0, q, 1, norm)
    return classify(floats(q, hidden))
  }
}
