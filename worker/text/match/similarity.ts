import { addEntry, type WordVectors } from './vectors.js'

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
  const asked = new Float64Array(size)
  for (const id of query) addEntry(asked, vectors, id)
  const askedNorm = dot(asked, asked)
  const cosine = (sum: Float64Array): number => {
    const norm = askedNorm * dot(sum, sum)
    return norm > 0 ? dot(asked, sum) / Math.sqrt(norm) : 0
  }

  // Made once: for each document they would be most of the garbage.
  const [met, whole, window] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  const blocks = Array.from({ length: WINDOW_BLOCKS }, () => new Float64Array(size))

  return (document, shared) => {
    clear([met, whole, window, ...blocks])
    const count = Math.ceil(document.length / BLOCK)
    let best = count > 0 ? -1 : 0
    for (let b = 0; b < count; b++) {
      const block = blocks[b % WINDOW_BLOCKS]!
      subtract(window, block)
      block.fill(0)
      const end = Math.min(document.length, (b + 1) * BLOCK)
      for (let i = b * BLOCK; i < end; i++) {
        addEntry(block, vectors, document[i]!)
        if (shared[i]) addEntry(met, vectors, document[i]!)
      }
      sum(window, block)
      sum(whole, block)
      if (b >= WINDOW_BLOCKS - 1 || b === count - 1) best = Math.max(best, cosine(window))
    }
    // Few tokens are shared: taking them from the whole is less work than adding up all others.
    const similarity = cosine(whole)
    subtract(whole, met)
    return { whole: similarity, window: best, other: cosine(whole) }
  }
}

function clear(sums: readonly Float64Array[]): void {
  for (const sum of sums) sum.fill(0)
}

function sum(to: Float64Array, from: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k]! += from[k]!
}

function subtract(to: Float64Array, from: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k]! -= from[k]!
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}
