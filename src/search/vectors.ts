import type { TextVectors } from '../protocol/text-vectors.js'
import { cosine } from './likeness.js'
import type { FirstStage, Hit } from './types.js'

export type { TextVectors }

/** Of reciprocal rank fusion: how little the very first ranks stand out. Chosen by measurement, as the weights of 1 are. */
const K = 10

/** Documents of a first stage with their vectors. */
export interface VectorDocuments<Payload = unknown> {
  /** Ids of the first stage's hits, one for each vector. */
  ids: readonly string[]
  /** Of `reranker.vectors`. */
  vectors: TextVectors
  /** The documents of some ids, in their order: of those that the words did not find. */
  read(ids: readonly string[]): readonly Hit<Payload>[] | Promise<readonly Hit<Payload>[]>
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

/**
 * A first stage that finds documents by their words, and those whose vectors are alike to the query's: merged by rank. For
 * `createSearch({ vectors: true })`, and a corpus that is too large to be read in whole.
 * @param documents asked for at the first query that has a vector; a failure is told, and the next query tries again
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { createSearch, type FirstStage, vectorStage } from 'webrerank/search'
 *
 * const pages = [{ id: '/refunds', text: 'A refund takes five days.' }]
 * const byWords: FirstStage = async (query) => pages.filter(({ text }) => text.includes(query))
 * const reranker = createReranker()
 * const search = createSearch({
 *   reranker,
 *   vectors: true,
 *   firstStage: vectorStage(byWords, async () => ({
 *     ids: pages.map(({ id }) => id),
 *     vectors: await reranker.vectors(pages.map(({ text }) => text)),
 *     read: (ids) => pages.filter(({ id }) => ids.includes(id)),
 *   })),
 * })
 * ```
 */
export function vectorStage<P>(
  firstStage: FirstStage<P>,
  documents: () => VectorDocuments<P> | Promise<VectorDocuments<P>>,
): FirstStage<P> {
  let opened: Promise<VectorDocuments<P>> | undefined
  const open = () => {
    opened ??= Promise.resolve().then(documents)
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }
  return async (query, options) => {
    const { vector, limit, signal } = options
    const hits = await firstStage(query, options)
    // What is given whole is read whole: order changes nothing.
    if (!vector || hits.length > limit || hits.some(({ matched }) => matched === false)) return hits
    const { ids, vectors, read } = await open()
    signal.throwIfAborted()
    const alike = nearest(vector, vectors, limit).map((row) => ids[row]!)
    const order = mergeRanks(
      hits.map(({ id }) => id),
      alike,
    ).slice(0, limit)
    const known = new Map(hits.map((hit) => [hit.id, hit]))
    const others = await read(order.filter((id) => !known.has(id)))
    for (const hit of others) known.set(hit.id, { ...hit, score: 0, matched: false })
    return order.flatMap((id) => known.get(id) ?? [])
  }
}
