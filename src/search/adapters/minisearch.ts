/**
 * `webrerank/search/minisearch`: a MiniSearch index as a first stage.
 * @module webrerank/search/minisearch
 */
import type MiniSearch from 'minisearch'
import type { Query, SearchOptions, SearchResult } from 'minisearch'
import type { ExpandedWord } from '../expand.js'
import type { FirstStage } from '../types.js'
import { type HitOptions, hitOf } from './fields.js'
import { groupWords, withUnmatched } from './merge.js'

/** Options of {@link miniSearchStage}. */
export interface MiniSearchStageOptions extends HitOptions<SearchResult> {
  /** Handed to `search`, such as `{ prefix: true, fuzzy: 0.2 }`. Default: the index's own. */
  search?: SearchOptions
}

/**
 * Related words are part of one query, each with its weight (`boostTerm`), and are looked for as they are, without `prefix` and
 * `fuzzy`. The index has to keep the texts (`storeFields`). One with no more documents than the reranker can read is given whole.
 * @example
 * ```ts
 * import MiniSearch from 'minisearch'
 * import { createReranker } from 'webrerank'
 * import { createSearch } from 'webrerank/search'
 * import { miniSearchStage } from 'webrerank/search/minisearch'
 *
 * const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['title', 'text', 'url'] })
 * index.add({ id: 1, title: 'Refunds', text: 'Refunds reach your card within ten days.', url: '/refunds' })
 * const search = createSearch({ firstStage: miniSearchStage(index), reranker: createReranker() })
 * ```
 */
export function miniSearchStage<T>(
  index: MiniSearch<T>,
  { search, ...options }: MiniSearchStageOptions = {},
): FirstStage<SearchResult> {
  const find = (query: Query) =>
    index
      .search(query, search)
      .map((result) => ({ ...hitOf(result.id, result, options, advice), score: result.score }))
  return (query, { limit, expanded, passages = 0 }) => {
    const hits = find(expanded ? weighted(expanded) : query)
    if (!expanded || index.documentCount > passages) return hits.slice(0, limit)
    // The class is the application's own: this module takes none of the library's code.
    return withUnmatched(hits, find((index.constructor as typeof MiniSearch).wildcard))
  }
}

const advice = (field: string) =>
  `MiniSearch gives back the fields of storeFields alone: have '${field}' among them, or name another by fields: { text: … }`

function weighted(expanded: readonly ExpandedWord[]): Query {
  const queries = groupWords(expanded).map(({ weight, words }) => ({
    combineWith: 'OR' as const,
    queries: words.flatMap(({ word, forms }) => [word, ...forms]),
    boostTerm: () => weight,
    ...(weight < 1 && { prefix: false, fuzzy: false }),
  }))
  return { combineWith: 'OR', queries }
}
