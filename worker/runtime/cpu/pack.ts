import type { Table } from '../../onnx/encoder/table.js'
import type { LinearWeights } from '../../onnx/encoder/weights.js'
import type { Int7Kernel } from './choose-kernel.js'
import type { Heap } from './heap.js'

/**
 * How a layer's activations are multiplied: as floats, or as integers of 12 or 7 bits with weights of 8 bits.
 */
export type Precision = 'float' | 'int12' | 'int7'

/** A linear layer in the module's memory. */
export interface Packed {
  from: number
  to: number
  kernel: 'float' | Int7Kernel
  /** The integer that the largest activation of a row becomes. */
  qmax: number
  weights: number
  /** Of floats the biases, of integers the scales, sums and biases by eight columns. */
  columns: number
}

export interface PackedTable {
  rows: number
  scales: number
  count: number
}

/** How many steps of k lie side by side, and what a weight takes. */
const STEPS = { float: 1, int12: 2, narrow: 4, fused: 4 } as const
const BYTES = { float: 4, int12: 2, narrow: 1, fused: 1 }

/** @param factor multiplies the layer's output */
export function packLinear(
  heap: Heap,
  { weights, scale, bias }: LinearWeights,
  precision: Precision,
  int7Kernel?: Int7Kernel,
  factor = 1,
): Packed {
  const [from, to] = weights.shape as [number, number]
  const kernel = precision === 'int7' ? int7Kernel! : precision
  const packed = {
    ...{ from, to, kernel, qmax: precision === 'int7' ? 127 : 4095 },
    weights: heap.take(from * to * BYTES[kernel]),
    columns: heap.take(to * (kernel === 'float' ? 4 : 12)),
  }
  requireFinite(bias, 'a layer')
  // What is above is a copy, for as long as it takes.
  const above = heap.take(0)
  const finite = heap.kernels.packWeights(
    heap.write(weights.read()),
    scale ? heap.write(scale) : 0,
    heap.write(bias),
    packed.weights,
    packed.columns,
    heap.take(from * 32),
    from,
    to,
    STEPS[kernel],
    precision === 'int7' ? 1 : 0,
    factor,
  )
  heap.release(above)
  if (!finite) throw infinite('a layer')
  return packed
}

/** Kernels do not look for single NaNs among the numbers of a row: ranges would be wrong, and scores look right. */
export function requireFinite(numbers: Float32Array, what: string): void {
  if (!numbers.every(Number.isFinite)) throw infinite(what)
}

function infinite(what: string): Error {
  return new Error(`${what} has weights that are no finite numbers`)
}

/** Numbers of a table that are read at once. */
const PART = 2 ** 22

export function packTable(heap: Heap, { rows, scale }: Table): PackedTable {
  const count = rows.shape.reduce((product, side) => product * side, 1)
  const size = rows.kind === 'float' ? 4 : 1
  const address = heap.take(count * size)
  for (let from = 0; from < count; from += PART) {
    heap.put(address + from * size, rows.read(from, Math.min(from + PART, count)))
  }
  return { rows: address, scales: scale ? heap.write(scale) : 0, count: rows.shape[0]! }
}
