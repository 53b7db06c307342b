/**
 * `webrerank/search/flexsearch`: a FlexSearch `Document` index as a first stage.
 * @module webrerank/search/flexsearch
 */
import type { Document, DocumentData } from 'flexsearch'
import type { FirstStage, Hit } from '../types.js'
import { type HitOptions, hitOf } from './fields.js'
import { groupWords, termOf } from './merge.js'

/** Options of {@link flexSearchStage}. */
export interface FlexSearchStageOptions<D extends DocumentData> extends HitOptions<D> {
  /** Whether documents with some of the words count too. Default: true. */
  suggest?: boolean
}

/**
 * FlexSearch gives an order and no scores: what is found by related words alone stands behind what has the query's own, by how
 * close the words are. It cannot list an index, so the reranker reads no other documents of a small one.
 * @param index one that keeps its documents (`store: true`)
 * @example
 * ```ts
 * import { Document } from 'flexsearch'
 * import { createReranker } from 'webrerank'
 * import { createSearch } from 'webrerank/search'
 * import { flexSearchStage } from 'webrerank/search/flexsearch'
 *
 * const index = new Document({ document: { id: 'id', index: ['title', 'text'], store: true } })
 * index.add({ id: 1, title: 'Refunds', text: 'Refunds reach your card within ten days.', url: '/refunds' })
 * const search = createSearch({ firstStage: flexSearchStage(index), reranker: createReranker() })
 * ```
 */
export function flexSearchStage<D extends DocumentData>(
  index: Document<D>,
  { suggest = true, ...options }: FlexSearchStageOptions<D> = {},
): FirstStage<D> {
  const find = (query: string, limit: number) =>
    index
      .search(query, { limit, suggest, enrich: true, merge: true })
      .slice(0, limit)
      .map(({ id, doc }) => hitOf(id, doc ?? ({} as D), options, advice))
  return (query, { limit, expanded }) => {
    if (!expanded) return find(query, limit)
    const [own, ...related] = groupWords(expanded)
    // Words of one search are words that a document should have together: right for the query's own alone.
    const terms = [
      termOf(own?.words ?? []),
      ...related.flatMap(({ words }) => words.map((word) => termOf([word]))),
    ]
    const found = new Map<string, Hit<D>>()
    for (const hit of terms.flatMap((term) => find(term, limit)))
      if (!found.has(hit.id)) found.set(hit.id, hit)
    return [...found.values()].slice(0, limit)
  }
}

const advice = (field: string) =>
  `FlexSearch gives back stored documents alone: make the index with store: true and the field '${field}', or name another by fields: { text: … }`
