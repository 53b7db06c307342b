/**
 * `webrerank/search/orama`: an Orama database as a first stage.
 * @module webrerank/search/orama
 */
import { type AnyOrama, type SearchParamsFullText, search, type TypedDocument } from '@orama/orama'
import type { FirstStage } from '../types.js'
import { hitOf, type ToHit } from './fields.js'

/** Options of {@link oramaStage}. */
export interface OramaStageOptions<T extends AnyOrama> {
  /** Handed to `search`. Default: documents with any of the query's words (`threshold: 1`). */
  search?: Omit<SearchParamsFullText<T>, 'term' | 'limit'>
  /** Default: the properties `title`, `text` and `url` of the document. */
  toHit?: ToHit<TypedDocument<T>>
}

export function oramaStage<T extends AnyOrama>(
  database: T,
  { search: options, toHit }: OramaStageOptions<T> = {},
): FirstStage<TypedDocument<T>> {
  return async (query, { limit }) => {
    const params = { threshold: 1, ...options, term: query, limit } as SearchParamsFullText<T>
    const { hits } = await search<T, TypedDocument<T>>(database, params)
    return hits.map(({ id, score, document }) => ({
      ...hitOf(id, document as TypedDocument<T> & object, toHit),
      score,
    }))
  }
}
