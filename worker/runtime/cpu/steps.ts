import type { Norm } from '../../onnx/encoder/norm.js'
import type { LinearWeights } from '../../onnx/encoder/weights.js'
import { type Int7Kernel, TOGETHER } from './choose-kernel.js'
import type { Heap } from './heap.js'
import { type Packed, type Precision, packLinear, requireFinite } from './pack.js'

/**
 * One pair's tokens in, a number for each label out, or the first token's state of an encoder alone. The same numbers for
 * the same pair, whatever ran before.
 */
export type Forward = (ids: ArrayLike<number>, types: ArrayLike<number>) => Float64Array

/** Floats throughout; 12 bits throughout; or 7 bits, by the kernel that is named, where those are enough. */
export type Mode = 'float' | 'int12' | Int7Mode
interface Int7Mode {
  int7: Int7Kernel
}

export interface PackedNorm {
  weight: number
  bias: number
  epsilon: number
}

/** Addresses of what a pass computes: `wide` has the columns of a feed-forward, and so has `gate` where there is one. */
export interface Buffers {
  /** Tokens that they hold. */
  room: number
  ids: number
  x: number
  q: number
  k: number
  v: number
  mixed: number
  wide: number
  gate: number
}

export interface Sizes {
  hidden: number
  heads: number
  /** Columns of a feed-forward. */
  wide: number
  gated: boolean
}

export type Steps = ReturnType<typeof createSteps>

/**
 * What passes of all architectures are made of.
 *
 * With 7 bits two places keep 12. Embeddings have numbers far off the others, and the first layer's queries, keys and
 * values see them. And where the last layer's output is one row that goes straight to the head, 7 bits cost four times
 * as much exactness there as in all other layers, and 12 bits cost nothing.
 */
export function createSteps(heap: Heap, { hidden, heads, wide, gated }: Sizes, mode: Mode) {
  const { kernels } = heap
  const width = hidden / heads
  const int7Kernel = typeof mode === 'object' ? mode.int7 : undefined
  const precision: Precision = typeof mode === 'object' ? 'int7' : mode
  const careful: Precision = mode === 'float' ? 'float' : 'int12'
  const products = {
    int12: kernels.gemmInt12,
    narrow: kernels.gemmInt7Narrow!,
    fused: kernels.gemmInt7Fused!,
  }
  let at = {
    room: 0,
    ids: 0,
    x: 0,
    q: 0,
    k: 0,
    v: 0,
    mixed: 0,
    wide: 0,
    gate: 0,
    ...{ integers: 0, ranges: 0, scratch: 0 },
  }
  let start = 0

  return {
    width,
    /** How a place of the model is computed. */
    precisionOf: (isCareful: boolean): Precision => (isCareful ? careful : precision),
    pack: (linear: LinearWeights, precision: Precision, factor?: number): Packed =>
      packLinear(heap, linear, precision, int7Kernel, factor),
    packNorm({ weight, bias, epsilon }: Norm): PackedNorm {
      requireFinite(weight, 'a norm')
      requireFinite(bias, 'a norm')
      return { weight: heap.write(weight), bias: heap.write(bias), epsilon }
    },
    /** Memory for a length, in the place of that for the length before: nothing in it outlives a pass. */
    reserve(length: number): Buffers {
      if (length <= at.room) return at
      // Called first when all is packed.
      start ||= heap.take(0)
      heap.release(start)
      // Kernels write whole tiles, of up to four rows.
      const room = Math.ceil(Math.max(length, Math.min(2 * at.room, 512), 64) / 4) * 4
      const rows = () => heap.take(room * hidden * 4)
      at = {
        room,
        ids: heap.take(room * 12),
        ...{ x: rows(), q: rows(), k: rows(), v: rows(), mixed: rows() },
        wide: heap.take(room * wide * 4),
        gate: gated ? heap.take(room * wide * 4) : 0,
        integers: heap.take(room * Math.max(wide, hidden) * 2),
        ranges: heap.take(room * 8),
        scratch: heap.take(
          mode === 'float'
            ? kernels.attentionScratch(room, width) * 4
            : kernels.attentionInt12Scratch(room, width),
        ),
      }
      return at
    },
    /** Activations as a layer takes them; several layers may take the same. */
    quantize(x: number, m: number, { kernel, from, qmax }: Packed): void {
      if (kernel === 'float') return
      if (kernel === 'int12') kernels.quantizeInt12(x, at.integers, at.ranges, m, from, qmax)
      else kernels.quantizeInt7!(x, at.integers, at.ranges, m, from, TOGETHER[kernel])
    },
    /** What was quantized last, or in floats `x`, by a layer's weights. */
    multiply(x: number, { kernel, weights, columns, from, to }: Packed, out: number, m: number): void {
      if (kernel === 'float') kernels.gemmFloat(x, from * 4, weights, out, to * 4, m, to, from, columns)
      else products[kernel](at.integers, at.ranges, weights, columns, out, m, to, from)
    },
    /** Of `m` queries; `reach` is how many places a query sees to each side. */
    attend(m: number, length: number, reach = length): void {
      const attention = mode === 'float' ? kernels.attention : kernels.attentionInt12
      attention(at.q, at.k, at.v, at.mixed, m, length, heads, width, at.scratch, Math.min(reach, length))
    },
    gelu: mode === 'float' ? kernels.gelu : kernels.geluRoughly,
    /** to = norm(x + y); `y` may be 0. */
    normalize: (x: number, y: number, to: number, m: number, norm: PackedNorm): void =>
      kernels.addAndNormalize(x, y, to, m, hidden, norm.weight, norm.bias, norm.epsilon),
  }
}

/** Rows of tables are read by address: an id past its table would read what is no row. */
export function within(id: number, count: number, what: string): number {
  if (!(id >= 0 && id < count)) throw new RangeError(`${what} ${id} of ${count}`)
  return id
}

/** The last layer, of a few columns, in doubles. */
export function classifierOf({
  weights,
  scale,
  bias,
}: LinearWeights): (x: ArrayLike<number>) => Float64Array {
  const labels = bias.length
  const values = Float64Array.from(weights.read(), (value, i) => value * (scale?.[i % labels] ?? 1))
  return (x) => {
    const logits = Float64Array.from(bias)
    for (let i = 0; i < x.length; i++)
      for (let label = 0; label < labels; label++) logits[label]! += x[i]! * values[i * labels + label]!
    return logits
  }
}
