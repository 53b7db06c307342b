/**
 * `webrerank/search/flexsearch`: a FlexSearch `Document` index as a first stage.
 * @module webrerank/search/flexsearch
 */
import type { Document, DocumentData } from 'flexsearch'
import type { FirstStage } from '../types.js'
import { hitOf, type ToHit } from './fields.js'

/** Options of {@link flexSearchStage}. */
export interface FlexSearchStageOptions<D extends DocumentData> {
  /** Whether documents with some of the words count too. Default: true. */
  suggest?: boolean
  /** Default: the fields `title`, `text` and `url` of the stored document. */
  toHit?: ToHit<D>
}

/**
 * @param index one that keeps its documents (`store: true`). FlexSearch gives an order and no scores.
 */
export function flexSearchStage<D extends DocumentData>(
  index: Document<D>,
  { suggest = true, toHit }: FlexSearchStageOptions<D> = {},
): FirstStage<D> {
  return (query, { limit }) =>
    index
      .search(query, { limit, suggest, enrich: true, merge: true })
      .slice(0, limit)
      .flatMap(({ id, doc }) => (doc ? [hitOf(id, doc, toHit)] : []))
}
