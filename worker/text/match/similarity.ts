import type { WordVectors } from './vectors.js'

/**
 * How alike a query and a document are in meaning: cosines between the query's vector and vectors of the document, 0 where
 * one of the two is zero. A text's vector is the sum of its tokens' vectors, each times its weight.
 */
export interface Similarities {
  /** All tokens of the document. */
  whole: number
  /** The most similar window of 32 tokens; windows begin every 8 tokens. */
  window: number
  /** Its tokens that are in no word of the query. */
  other: number
}

/** @param shared for each token of the document whether the query has its word */
export type Compare = (document: Int32Array, shared: Uint8Array) => Similarities

const BLOCK = 8
const WINDOW_BLOCKS = 4

/** All sums are of integers and exact, so that every implementation gives the same numbers: see training/similarity.py. */
export function createCompare(vectors: WordVectors, query: Int32Array): Compare {
  const { size } = vectors
  const asked = new Int32Array(size)
  for (const id of query) add(asked, vectors, id)
  const askedNorm = dot(asked, asked)
  const cosine = (sum: Int32Array): number => {
    const norm = askedNorm * dot(sum, sum)
    return norm > 0 ? dot(asked, sum) / Math.sqrt(norm) : 0
  }

  return (document, shared) => {
    const other = new Int32Array(size)
    const whole = new Int32Array(size)
    const window = new Int32Array(size)
    const blocks = Array.from({ length: WINDOW_BLOCKS }, () => new Int32Array(size))
    const count = Math.ceil(document.length / BLOCK)
    let best = count > 0 ? -1 : 0
    for (let b = 0; b < count; b++) {
      const block = blocks[b % WINDOW_BLOCKS]!
      subtract(window, block)
      block.fill(0)
      const end = Math.min(document.length, (b + 1) * BLOCK)
      for (let i = b * BLOCK; i < end; i++) {
        add(block, vectors, document[i]!)
        if (!shared[i]) add(other, vectors, document[i]!)
      }
      sum(window, block)
      sum(whole, block)
      if (b >= WINDOW_BLOCKS - 1 || b === count - 1) best = Math.max(best, cosine(window))
    }
    return { whole: cosine(whole), window: best, other: cosine(other) }
  }
}

/** Adds an entry's vector to a sum. An id that the table lacks has none. */
function add(sum: Int32Array, { size, coordinates, weights }: WordVectors, id: number): void {
  const weight = weights[id]
  if (!weight) return
  const row = id * size
  for (let k = 0; k < size; k++) sum[k]! += weight * coordinates[row + k]!
}

function sum(to: Int32Array, from: Int32Array): void {
  for (let k = 0; k < to.length; k++) to[k]! += from[k]!
}

function subtract(to: Int32Array, from: Int32Array): void {
  for (let k = 0; k < to.length; k++) to[k]! -= from[k]!
}

function dot(a: Int32Array, b: Int32Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}
