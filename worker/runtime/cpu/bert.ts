import type { BertWeights } from '../../onnx/encoder/weights.js'
import type { Heap } from './heap.js'
import { packLinear, packTable } from './pack.js'
import { classifierOf, createSteps, type Forward, type Mode, within } from './steps.js'

export function createBert(heap: Heap, encoder: BertWeights, mode: Mode): Forward {
  const { kernels } = heap
  const { hidden, heads, padding } = encoder
  const wide = encoder.layers[0]!.intermediate.weights.shape[1]!
  const steps = createSteps(heap, { hidden, heads, wide, gated: false }, mode)
  const { pack, packNorm, quantize, multiply, normalize } = steps
  const wordEmbeddings = packTable(heap, encoder.wordEmbeddings)
  const positions = packTable(heap, encoder.positionEmbeddings)
  const types =
    encoder.tokenTypeEmbeddings instanceof Float32Array
      ? { rows: heap.write(encoder.tokenTypeEmbeddings), scales: 0, count: 1 }
      : packTable(heap, encoder.tokenTypeEmbeddings)
  const embeddingNorm = packNorm(encoder.embeddingNorm)
  const layers = encoder.layers.map((layer, index) => {
    const input = steps.precisionOf(index === 0)
    const rest = steps.precisionOf(index === encoder.layers.length - 1)
    return {
      query: pack(layer.query, input, 1 / Math.sqrt(steps.width)),
      key: pack(layer.key, input),
      value: pack(layer.value, input),
      attentionOutput: pack(layer.attentionOutput, rest),
      attentionNorm: packNorm(layer.attentionNorm),
      intermediate: pack(layer.intermediate, rest),
      output: pack(layer.output, rest),
      norm: packNorm(layer.norm),
    }
  })
  // The head is one row, and stays in floats.
  const pooler = packLinear(heap, encoder.pooler, 'float')
  const classify = classifierOf(encoder.classifier)

  return (ids, tokenTypes) => {
    const length = ids.length
    const at = steps.reserve(length)
    const rows = heap.integers(at.ids, length * 3)
    for (let i = 0, real = 0; i < length; i++) {
      const id = ids[i]!
      if (padding !== undefined && id !== padding) real++
      rows[i] = within(id, wordEmbeddings.count, 'token')
      rows[length + i] = within(positionId(i, id, real, padding), positions.count, 'position')
      rows[2 * length + i] = types.count === 1 ? 0 : within(tokenTypes[i]!, types.count, 'token type')
    }
    const { x, q, k, v, mixed } = at
    kernels.embed(x, wordEmbeddings.rows, wordEmbeddings.scales, at.ids, length, hidden, 0)
    kernels.embed(x, types.rows, types.scales, at.ids + 8 * length, length, hidden, 1)
    kernels.embed(x, positions.rows, positions.scales, at.ids + 4 * length, length, hidden, 1)
    normalize(x, 0, x, length, embeddingNorm)
    for (const [index, layer] of layers.entries()) {
      // The last layer's output is read at the first token alone.
      const m = index === layers.length - 1 ? 1 : length
      quantize(x, length, layer.query)
      multiply(x, layer.query, q, m)
      multiply(x, layer.key, k, length)
      multiply(x, layer.value, v, length)
      steps.attend(m, length)
      quantize(mixed, m, layer.attentionOutput)
      multiply(mixed, layer.attentionOutput, q, m)
      normalize(x, q, x, m, layer.attentionNorm)
      quantize(x, m, layer.intermediate)
      multiply(x, layer.intermediate, at.wide, m)
      steps.gelu(at.wide, m * wide)
      quantize(at.wide, m, layer.output)
      multiply(at.wide, layer.output, q, m)
      normalize(x, q, x, m, layer.norm)
    }
    kernels.gemmFloat(x, hidden * 4, pooler.weights, q, hidden * 4, 1, hidden, hidden, pooler.columns)
    return classify(Float64Array.from(heap.floats(q, hidden), Math.tanh))
  }
}

function positionId(index: number, id: number, real: number, padding: number | undefined): number {
  if (padding === undefined) return index
  return id === padding ? padding : padding + real
}
