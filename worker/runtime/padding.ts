import type { Pair } from '../text/types.js'
import type { Padding } from './types.js'

/** Pairs of one length, row by row, as ONNX Runtime takes them. */
export interface Batch {
  rows: number
  columns: number
  ids: Int32Array
  /** 1 for a token, 0 for padding. */
  mask: Int32Array
  types: Int32Array
}

/** @param maxLength bounds the rounding */
export function padBatch(pairs: readonly Pair[], { id, multiple }: Padding, maxLength: number): Batch {
  const rows = pairs.length
  const longest = pairs.reduce((most, { ids }) => Math.max(most, ids.length), 0)
  const columns = Math.max(longest, Math.min(Math.ceil(longest / multiple) * multiple, maxLength))
  const ids = new Int32Array(rows * columns).fill(id)
  const mask = new Int32Array(rows * columns)
  const types = new Int32Array(rows * columns)
  pairs.forEach((pair, row) => {
    const start = row * columns
    ids.set(pair.ids, start)
    types.set(pair.types, start)
    mask.fill(1, start, start + pair.ids.length)
  })
  return { rows, columns, ids, mask, types }
}
