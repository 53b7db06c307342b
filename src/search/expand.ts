import type { CallOptions } from '../client/types.js'
import type { ExpandedWord } from '../protocol/word-match.js'
import type { SearchReranker } from './types.js'

export type { ExpandedWord }

/** A word to look for, and how much it counts. */
export interface WeightedWord {
  /** In lower case. */
  word: string
  /** Other forms of the same word. */
  forms: readonly string[]
  /** 1 for a word of the query itself; less for a word that an answer may use in its place. */
  weight: number
}

/** Below 1, so that a document with the query's own word goes before one with a word that is only related. */
const WEIGHTS = { same: 1, close: 0.5, near: 0.3, far: 0.1 } as const

/** More related words than this find everything. */
const MOST_RELATED = 48

/**
 * Weights of a query's words and of those related to them, for the query language of a first stage.
 * @param expanded what `reranker.expand` gives
 * @param most related words at most, the closest first. Default: 48
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { weighWords } from 'webrerank/search'
 *
 * const words = await createReranker().expand('refund')
 * for (const { word, weight } of weighWords(words)) console.log(word, weight)
 * ```
 */
export function weighWords(expanded: readonly ExpandedWord[], most: number = MOST_RELATED): WeightedWord[] {
  const own = expanded.filter(({ strength }) => strength === 'same')
  const related = expanded.filter(({ strength }) => strength !== 'same').slice(0, most)
  return [...own, ...related].map(({ word, forms, strength }) => ({ word, forms, weight: WEIGHTS[strength] }))
}

/**
 * A query's words, and those that an answer may use in their place, with weights: for a first stage of your own.
 * @param reranker from `createReranker`: its model is loaded
 * @param options `most`: related words at most, the closest first; `signal`, `onProgress` as in any call of a reranker
 * @returns the query's own words first. Without function words, unless the query has no other
 * @throws RerankError as `reranker.expand` does
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { expandQuery } from 'webrerank/search'
 *
 * const words = await expandQuery('refund', createReranker(), { most: 10 })
 * ```
 */
export async function expandQuery(
  query: string,
  reranker: Required<Pick<SearchReranker, 'expand'>>,
  { most, ...options }: CallOptions & { most?: number } = {},
): Promise<WeightedWord[]> {
  return weighWords(await reranker.expand(query, options), most)
}
