/**
 * `webrerank/search/minisearch`: a MiniSearch index as a first stage.
 * @module webrerank/search/minisearch
 */
import type MiniSearch from 'minisearch'
import type { SearchOptions, SearchResult } from 'minisearch'
import type { FirstStage } from '../types.js'
import { hitOf, type ToHit } from './fields.js'

/** Options of {@link miniSearchStage}. */
export interface MiniSearchStageOptions {
  /** Handed to `search`, such as `{ prefix: true, fuzzy: 0.2 }`. Default: the index's own. */
  search?: SearchOptions
  /** Default: the stored fields `title`, `text` and `url` (`storeFields` of the index). */
  toHit?: ToHit<SearchResult>
}

export function miniSearchStage<T>(
  index: MiniSearch<T>,
  { search, toHit }: MiniSearchStageOptions = {},
): FirstStage<SearchResult> {
  return (query, { limit }) =>
    index
      .search(query, search)
      .slice(0, limit)
      .map((result) => ({ ...hitOf(result.id, result, toHit), score: result.score }))
}
