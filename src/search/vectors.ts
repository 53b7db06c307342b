import { report } from '../protocol/report.js'
import type { TextVectors } from '../protocol/text-vectors.js'
import { isComparable, mergeRanks, nearest } from './nearest.js'
import type { FirstStage, Hit } from './types.js'

export type { TextVectors }

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
 * A first stage that finds documents by their words, and those whose vectors are alike to the query's: merged by rank. For
 * `createSearch({ vectors: true })`, and a corpus that is too large to be read in whole.
 * @param documents asked for at the first query that has a vector; a failure is told, and the next query tries again. Vectors of
 * another version of the model (`TextVectors.table`) are not used, which is reported once: like an error that nobody caught, or
 * on the console where there is no `reportError`
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
  let refused = false
  const refuse = () => {
    if (!refused)
      report(
        new Error(
          'webrerank: the vectors of vectorStage are not used: they are of another version of the model; compute them again',
        ),
      )
    refused = true
  }
  return async (query, options) => {
    const { vector, vectorTable, limit, signal } = options
    const hits = await firstStage(query, options)
    // What is given whole is read whole: order changes nothing.
    if (!vector || hits.length > limit || hits.some(({ matched }) => matched === false)) return hits
    const { ids, vectors, read } = await open()
    signal.throwIfAborted()
    if (!isComparable(vector, vectorTable, vectors)) {
      refuse()
      return hits
    }
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
