/**
 * `webrerank/search/orama`: an Orama database as a first stage.
 * @module webrerank/search/orama
 */
import { type AnyOrama, count, type SearchParamsFullText, search, type TypedDocument } from '@orama/orama'
import type { FirstStage, Hit } from '../types.js'
import { type HitOptions, hitOf } from './fields.js'
import { groupWords, mergeHits, termOf, withUnmatched } from './merge.js'

/** Options of {@link oramaStage}. */
export interface OramaStageOptions<T extends AnyOrama> extends HitOptions<TypedDocument<T>> {
  /** Handed to `search`. Default: documents with any of the query's words (`threshold: 1`). */
  search?: Omit<SearchParamsFullText<T>, 'term' | 'limit'>
}

/**
 * Orama boosts properties and not words, so words of each weight are a search of their own, and the scores are added up. A
 * database with no more documents than the reranker can read is given whole.
 * @example
 * ```ts
 * import { create, insert } from '@orama/orama'
 * import { createReranker } from 'webrerank'
 * import { createSearch } from 'webrerank/search'
 * import { oramaStage } from 'webrerank/search/orama'
 *
 * const database = create({ schema: { title: 'string', text: 'string', url: 'string' } as const })
 * await insert(database, { title: 'Refunds', text: 'Refunds reach your card within ten days.', url: '/refunds' })
 * const search = createSearch({ firstStage: oramaStage(database), reranker: createReranker() })
 * ```
 */
export function oramaStage<T extends AnyOrama>(
  database: T,
  { search: options, ...fields }: OramaStageOptions<T> = {},
): FirstStage<TypedDocument<T>> {
  const find = async (term: string, limit: number): Promise<Hit<TypedDocument<T>>[]> => {
    const params = { threshold: 1, ...options, term, limit } as SearchParamsFullText<T>
    const { hits } = await search<T, TypedDocument<T>>(database, params)
    return hits.map(({ id, score, document }) => ({
      ...hitOf(id, document as TypedDocument<T> & object, fields, advice),
      score,
    }))
  }
  return async (query, { limit, expanded, passages = 0 }) => {
    if (!expanded) return find(query, limit)
    const all = count(database)
    const whole = all <= passages
    const lists = groupWords(expanded).map(async (group) => ({
      weight: group.weight,
      hits: await find(termOf(group.words), whole ? all : limit),
    }))
    const hits = mergeHits(await Promise.all(lists))
    return whole ? withUnmatched(hits, await find('', all)) : hits.slice(0, limit)
  }
}

const advice = (field: string) =>
  `name the property that has it by fields: { text: … }, in place of '${field}'`
