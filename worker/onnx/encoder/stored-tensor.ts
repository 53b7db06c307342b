import type { StoredTensor } from '../format/tensor.js'

/** The rows that a tensor's numbers make up, or undefined where they make up none. */
export function rowsIn(index: Int32Array, width: number): number[] | undefined {
  if (index.length % width !== 0) return undefined
  for (let i = 0; i < index.length; i++)
    if (
      index[i]! < 0 ||
      index[i]! % width !== i % width ||
      index[i]! - (i % width) !== index[i - (i % width)]
    )
      return undefined
  return Array.from({ length: index.length / width }, (_, row) => index[row * width]! / width)
}

/** A matrix the other way round. Its numbers are read as a whole. */
export function transposed(matrix: StoredTensor): StoredTensor {
  const [rows, columns] = matrix.shape as [number, number]
  return {
    kind: matrix.kind,
    shape: [columns, rows],
    read(from, to) {
      const values = matrix.read()
      return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!).subarray(from, to)
    },
  }
}

/** Columns of a matrix from one on. Its numbers are read as a whole. */
export function someColumns(matrix: StoredTensor, first: number, count: number): StoredTensor {
  const [rows, columns] = matrix.shape as [number, number]
  return {
    kind: matrix.kind,
    shape: [rows, count],
    read(from, to) {
      const values = matrix.read()
      const part = values.slice(0, rows * count)
      for (let row = 0; row < rows; row++)
        part.set(values.subarray(row * columns + first, row * columns + first + count), row * count)
      return part.subarray(from, to)
    },
  }
}

/** One factor for each, where there is one for all. */
export function spread(few: Float32Array, count: number): Float32Array {
  if (few.length === count) return few
  if (few.length !== 1) throw new Error(`${few.length} scales for ${count} rows or columns`)
  return new Float32Array(count).fill(few[0]!)
}

/** Unsigned bytes as signed ones, 128 less. */
export function signedRows(rows: StoredTensor): StoredTensor {
  if (rows.kind === 'int8') return rows
  return {
    ...rows,
    kind: 'int8',
    read: (from, to) => Int8Array.from(rows.read(from, to), (value) => value - 128),
  }
}
