import type { BytesKernel } from './choose.js'
import type { Linear, Table } from './graph.js'
import type { Heap } from './kernels.js'

/**
 * How a layer's rows are multiplied: as floats, or as integers of 12 bits (`words`) or 7 bits (`bytes`) with weights of
 * 8 bits.
 */
export type Precision = 'float' | 'words' | 'bytes'

/** A linear layer in the module's memory. */
export interface Packed {
  from: number
  to: number
  kernel: 'float' | BytesKernel
  /** What the largest number of a row becomes. */
  most: number
  weights: number
  /** Of floats the biases, of integers the scales, sums and biases by eight columns. */
  columns: number
}

export interface PackedTable {
  rows: number
  scales: number
  count: number
}

/** Columns in a panel, and steps of k that a vector takes of each. */
const PANEL = 8
const STEPS: Record<Packed['kernel'], number> = { float: 1, words: 2, narrow: 4, fused: 4 }
const PANELS = { float: Float32Array, words: Int16Array, narrow: Int8Array, fused: Int8Array }

/** Of weights that meet rows up to 127, eight of one sign: 127 x 253 stays below 2^15, roundings included. */
const LARGEST_SUM = 253

/** @param factor multiplies the layer's output */
export function packLinear(
  heap: Heap,
  linear: Linear,
  precision: Precision,
  bytesKernel?: BytesKernel,
  factor = 1,
): Packed {
  const [from, to] = linear.weights.shape as [number, number]
  const columns = Math.ceil(to / PANEL) * PANEL
  const kernel = precision === 'bytes' ? bytesKernel! : precision
  const steps = STEPS[kernel]
  const packed = new PANELS[kernel](from * columns)
  const details = new Float32Array(precision === 'float' ? columns : columns * 3)
  const values = linear.weights.read()
  const block = new Float32Array(from * PANEL)
  for (let j = 0; j < to; j++) {
    const [panel, lane] = [Math.floor(j / PANEL), j % PANEL]
    if (lane === 0) readColumns(values, linear.scale, j, to, block)
    const column = block.subarray(lane * from, (lane + 1) * from)
    const bias = linear.bias[j]! * factor
    const scale = precision === 'float' ? 1 : columnScale(column, precision, linear.scale?.[j])
    const start = panel * from * PANEL + lane * steps
    let sum = 0
    for (let i = 0; i < from; i += steps) {
      const at = start + i * PANEL
      for (let k = 0; k < steps; k++) {
        const value = precision === 'float' ? column[i + k]! * factor : Math.round(column[i + k]! / scale)
        sum += value
        packed[at + k] = value
      }
    }
    needFinite([sum, bias, scale], 'a layer')
    if (precision === 'float') details[j] = bias
    else {
      details[panel * 3 * PANEL + lane] = scale * factor
      details[panel * 3 * PANEL + PANEL + lane] = sum * scale * factor
      details[panel * 3 * PANEL + 2 * PANEL + lane] = bias
    }
  }
  return {
    ...{ from, to: columns, kernel, most: precision === 'bytes' ? 127 : 4095 },
    weights: heap.write(packed),
    columns: heap.write(details),
  }
}

/** Kernels do not look for single NaNs among the numbers of a row: ranges would be wrong, and scores look right. */
export function needFinite(numbers: readonly number[], what: string): void {
  if (!numbers.every(Number.isFinite)) throw new Error(`${what} has weights that are no finite numbers`)
}

/** The columns of a panel, one after the other. Rows are read as they lie, so that each cache line is fetched once. */
function readColumns(
  values: ArrayLike<number>,
  scale: ArrayLike<number> | undefined,
  j: number,
  to: number,
  block: Float32Array,
): void {
  const from = block.length / PANEL
  const count = Math.min(PANEL, to - j)
  for (let i = 0; i < from; i++)
    for (let lane = 0; lane < count; lane++)
      block[lane * from + i] = values[i * to + j + lane]! * (scale ? scale[j + lane]! : 1)
}

/**
 * The step of a column's integers: the file's own, by which int8 weights stay what they are, or else 127 for the largest.
 * With rows of 7 bits no sum of products may leave 16 bits. The bound is of the kernel that adds up most of them, and
 * the same for all, so that every kernel gives the same scores.
 */
function columnScale(column: Float32Array, precision: 'words' | 'bytes', stored?: number): number {
  let most = 0
  for (const value of column) most = Math.max(most, Math.abs(value))
  const scale = stored || most / 127 || 1
  if (precision === 'words') return scale
  let largest = 0
  // A lane of 16 bits adds up two neighbours of each four, over sixteen steps.
  for (let block = 0; block < column.length; block += 16) {
    for (let half = 0; half < 4; half += 2) {
      let [plus, minus] = [0, 0]
      for (let i = block + half; i < block + 16; i += 4) {
        const [one, other] = [column[i]!, column[i + 1]!]
        plus += Math.max(one, 0) + Math.max(other, 0)
        minus -= Math.min(one, 0) + Math.min(other, 0)
      }
      largest = Math.max(largest, plus, minus)
    }
  }
  return Math.max(scale, largest / LARGEST_SUM)
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
