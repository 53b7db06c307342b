import type { TextVectors } from '../protocol/text-vectors.js'
import { cosine } from './likeness.js'

/** Of reciprocal rank fusion: how little the very first ranks stand out. Chosen by measurement, as the weights of 1 are. */
const K = 10

/** Whether a query's vector is of the same word vectors as others. Of vectors whose table is not known only the size is compared. */
export function isComparable(query: Int8Array, table: string | undefined, vectors: TextVectors): boolean {
  const known = table !== undefined && vectors.table !== undefined
  return query.length === vectors.size && (!known || table === vectors.table)
}

/**
 * The rows whose vectors are most alike to a query's, the most alike first; none that is not alike at all.
 * @param query a row of `reranker.vectors`
 * @param most rows at most
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { nearest } from 'webrerank/search'
 *
 * const texts = ['How to bake bread', 'A refund takes five days']
 * const reranker = createReranker()
 * const passages = await reranker.vectors(texts)
 * const query = await reranker.vectors(['when do I get my money back'])
 * const best = nearest(query.data, passages, 10).map((row) => texts[row])
 * ```
 */
export function nearest(query: Int8Array, { size, data }: TextVectors, most: number): number[] {
  if (size === 0 || query.length !== size) return []
  const alike = Float32Array.from({ length: data.length / size }, (_, row) => cosine(query, data, row * size))
  // Sorting numbers alone takes a tenth of the time that sorting rows takes.
  const least = alike.toSorted().at(-most) ?? 0
  const rows = [...alike.keys()].filter((row) => alike[row]! > 0 && alike[row]! >= least)
  return rows.sort((a, b) => alike[b]! - alike[a]! || a - b).slice(0, most)
}

/**
 * Several orders as one, by ranks alone: reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), with k = 10.
 * @param orders each the best first, without repetition
 * @example
 * ```ts
 * import { mergeRanks } from 'webrerank/search'
 *
 * mergeRanks(['a', 'b', 'c'], ['c', 'a']) // ['a', 'c', 'b']
 * ```
 */
export function mergeRanks<T>(...orders: readonly (readonly T[])[]): T[] {
  const scores = new Map<T, number>()
  for (const order of orders)
    for (const [rank, item] of order.entries()) scores.set(item, (scores.get(item) ?? 0) + 1 / (K + 1 + rank))
  return [...scores].sort(([, a], [, b]) => b - a).map(([item]) => item)
}
