import { product } from './shape.js'

/** What is known of a tensor for one input of the graph. */
export interface Folded {
  shape: readonly number[]
  /** Whether its numbers are integers (or yes and no), whose quotients are integers. */
  whole: boolean
  /** Not of what depends on large sums, such as a model's states. */
  values(): ArrayLike<number> | undefined
}

/** Numbers of a tensor that are worth knowing: as many as a mask of 512 tokens by 512 has. */
export const MOST = 2 ** 18

/** Numbers that may still be found out. */
export interface FoldBudget {
  left: number
}

/** @throws Error where all is spent */
export function affords(budget: FoldBudget, shape: readonly number[]): boolean {
  const count = product(shape)
  if (!(count <= MOST)) return false
  budget.left -= count
  if (budget.left < 0) throw new Error('a graph of too many numbers to look into')
  return true
}

export function shaped(shape: readonly number[]): Folded {
  return { shape, whole: false, values: () => undefined }
}

export function constant(row: readonly number[]): Folded {
  return { shape: [row.length], whole: true, values: () => row }
}

export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
