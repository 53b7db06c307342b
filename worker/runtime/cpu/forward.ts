import type { Norm } from '../../onnx/encoder/norm.js'
import type { EncoderWeights, LinearWeights } from '../../onnx/encoder/weights.js'
import { type Int7Kernel, TOGETHER } from './choose-kernel.js'
import type { Heap } from './heap.js'
import { type Packed, type Precision, packLinear, packTable, requireFinite } from './pack.js'

/** One pair's tokens in, a number for each label out. The same numbers for the same pair, whatever ran before. */
export type Forward = (ids: ArrayLike<number>, types: ArrayLike<number>) => Float64Array

/** Floats throughout; 12 bits throughout; or 7 bits, by the kernel that is named, where those are enough. */
export type Mode = 'float' | 'int12' | Int7Mode
interface Int7Mode {
  int7: Int7Kernel
}

/**
 * Packs an encoder into the module's memory. Called once for a module.
 *
 * With 7 bits two places keep 12. Embeddings have numbers far off the others, and the first layer's queries, keys and
 * values see them. And the last layer's output is one row that goes straight to the head: there 7 bits cost four times
 * as much exactness as in all other layers, and 12 bits cost nothing.
 */
export function createForward(heap: Heap, encoder: EncoderWeights, mode: Mode): Forward {
  const { kernels } = heap
  const { hidden, heads, padding } = encoder
  const width = hidden / heads
  const wide = encoder.layers[0]!.intermediate.weights.shape[1]!
  const int7Kernel = typeof mode === 'object' ? mode.int7 : undefined
  const precision: Precision = typeof mode === 'object' ? 'int7' : mode
  const careful: Precision = mode === 'float' ? 'float' : 'int12'
  const pack = (linear: LinearWeights, precision: Precision, factor?: number) =>
    packLinear(heap, linear, precision, int7Kernel, factor)
  const packNorm = ({ weight, bias, epsilon }: Norm) => {
    requireFinite(weight, 'a norm')
    requireFinite(bias, 'a norm')
    return { weight: heap.write(weight), bias: heap.write(bias), epsilon }
  }
  const wordEmbeddings = packTable(heap, encoder.wordEmbeddings)
  const positions = packTable(heap, encoder.positionEmbeddings)
  const types =
    encoder.tokenTypeEmbeddings instanceof Float32Array
      ? { rows: heap.write(encoder.tokenTypeEmbeddings), scales: 0, count: 1 }
      : packTable(heap, encoder.tokenTypeEmbeddings)
  const embeddingNorm = packNorm(encoder.embeddingNorm)
  const layers = encoder.layers.map((layer, index) => {
    const input = index === 0 ? careful : precision
    const rest = index === encoder.layers.length - 1 ? careful : precision
    return {
      query: pack(layer.query, input, 1 / Math.sqrt(width)),
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

  let room = 0
  let at = { ids: 0, x: 0, q: 0, k: 0, v: 0, mixed: 0, wide: 0, integers: 0, ranges: 0, scratch: 0 }
  const start = heap.take(0)
  /** Memory for a length, in the place of that for the length before: nothing in it outlives a pass. */
  const reserve = (length: number): void => {
    if (length <= room) return
    heap.release(start)
    // Kernels write whole tiles, of up to four rows.
    room = Math.ceil(Math.max(length, Math.min(2 * room, 512), 64) / 4) * 4
    const rows = () => heap.take(room * hidden * 4)
    at = {
      ids: heap.take(room * 12),
      ...{ x: rows(), q: rows(), k: rows(), v: rows(), mixed: rows() },
      wide: heap.take(room * wide * 4),
      integers: heap.take(room * Math.max(wide, hidden) * 2),
      ranges: heap.take(room * 8),
      scratch: heap.take(
        mode === 'float'
          ? kernels.attentionScratch(room, width) * 4
          : kernels.attentionInt12Scratch(room, width),
      ),
    }
  }

  /** Activations as a layer takes them; several layers may take the same. */
  const quantize = (x: number, m: number, { kernel, from, qmax }: Packed): void => {
    if (kernel === 'float') return
    if (kernel === 'int12') kernels.quantizeInt12(x, at.integers, at.ranges, m, from, qmax)
    else kernels.quantizeInt7!(x, at.integers, at.ranges, m, from, TOGETHER[kernel])
  }
  const products = {
    int12: kernels.gemmInt12,
    narrow: kernels.gemmInt7Narrow!,
    fused: kernels.gemmInt7Fused!,
  }
  const multiply = (
    x: number,
    { kernel, weights, columns, from, to }: Packed,
    out: number,
    m: number,
  ): void => {
    if (kernel === 'float') kernels.gemmFloat(x, from * 4, weights, out, to * 4, m, to, from, columns)
    else products[kernel](at.integers, at.ranges, weights, columns, out, m, to, from)
  }
  const attention = mode === 'float' ? kernels.attention : kernels.attentionInt12
  const gelu = mode === 'float' ? kernels.gelu : kernels.geluRoughly
  const normalize = (x: number, y: number, to: number, m: number, norm: (typeof layers)[0]['norm']): void =>
    kernels.addAndNormalize(x, y, to, m, hidden, norm.weight, norm.bias, norm.epsilon)

  return (ids, tokenTypes) => {
    const length = ids.length
    reserve(length)
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
      attention(q, k, v, mixed, m, length, heads, width, at.scratch)
      quantize(mixed, m, layer.attentionOutput)
      multiply(mixed, layer.attentionOutput, q, m)
      normalize(x, q, x, m, layer.attentionNorm)
      quantize(x, m, layer.intermediate)
      multiply(x, layer.intermediate, at.wide, m)
      gelu(at.wide, m * wide)
      quantize(at.wide, m, layer.output)
      multiply(at.wide, layer.output, q, m)
      normalize(x, q, x, m, layer.norm)
    }
    kernels.gemmFloat(x, hidden * 4, pooler.weights, q, hidden * 4, 1, hidden, hidden, pooler.columns)
    return classify(heap.floats(q, hidden))
  }
}

function positionId(index: number, id: number, real: number, padding: number | undefined): number {
  if (padding === undefined) return index
  return id === padding ? padding : padding + real
}

/** Rows of tables are read by address: an id past its table would read what is no row. */
function within(id: number, count: number, what: string): number {
  if (!(id >= 0 && id < count)) throw new RangeError(`${what} ${id} of ${count}`)
  return id
}

/** The last layer, of a few columns, in doubles. */
function classifierOf({ weights, scale, bias }: LinearWeights): (dense: Float32Array) => Float64Array {
  const labels = bias.length
  const values = Float64Array.from(weights.read(), (value, i) => value * (scale?.[i % labels] ?? 1))
  return (dense) => {
    const logits = Float64Array.from(bias)
    for (let i = 0; i < dense.length; i++) {
      const value = Math.tanh(dense[i]!)
      for (let label = 0; label < labels; label++) logits[label]! += value * values[i * labels + label]!
    }
    return logits
  }
}
