import type { Linear, Table } from './graph.js'
import type { Heap, Mode } from './kernels.js'

/** A linear layer in the module's memory. */
export interface Packed {
  from: number
  to: number
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
const STEPS: Record<Mode, number> = { float: 1, words: 2 }

/** @param factor multiplies the layer's output */
export function packLinear(heap: Heap, linear: Linear, mode: Mode, factor = 1): Packed {
  const [from, to] = linear.weights.shape as [number, number]
  const columns = Math.ceil(to / PANEL) * PANEL
  const steps = STEPS[mode]
  const panels = { float: Float32Array, words: Int16Array }[mode]
  const packed = new panels(from * columns)
  const details = new Float32Array(mode === 'float' ? columns : columns * 3)
  const column = new Float32Array(from)
  for (let j = 0; j < to; j++) {
    readColumn(linear, j, to, column)
    const [panel, lane] = [Math.floor(j / PANEL), j % PANEL]
    const bias = linear.bias[j]! * factor
    const scale = mode === 'float' ? 1 : columnScale(column)
    let sum = 0
    for (let i = 0; i < from; i++) {
      const value = mode === 'float' ? column[i]! * factor : Math.round(column[i]! / scale)
      sum += value
      packed[panel * from * PANEL + (Math.floor(i / steps) * PANEL + lane) * steps + (i % steps)] = value
    }
    if (mode === 'float') details[j] = bias
    else {
      details[panel * 3 * PANEL + lane] = scale * factor
      details[panel * 3 * PANEL + PANEL + lane] = sum * scale * factor
      details[panel * 3 * PANEL + 2 * PANEL + lane] = bias
    }
  }
  return { from, to: columns, weights: heap.write(packed), columns: heap.write(details) }
}

function readColumn({ weights, scale }: Linear, j: number, to: number, column: Float32Array): void {
  const factor = scale ? scale[j]! : 1
  for (let i = 0; i < column.length; i++) column[i] = weights.values[i * to + j]! * factor
}

/** The step of a column's integers: 127 for the largest. int8 weights become what they were in their file. */
function columnScale(column: Float32Array): number {
  let most = 0
  for (const value of column) most = Math.max(most, Math.abs(value))
  return most / 127 || 1
}

export function packTable(heap: Heap, { rows, scale }: Table): PackedTable {
  return {
    rows: heap.write(rows.values as Float32Array | Int8Array),
    scales: scale ? heap.write(scale) : 0,
    count: rows.shape[0]!,
  }
}
