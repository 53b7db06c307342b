import { type ExpandedWord, type WeightedWord, weighWords } from '../expand.js'
import type { Hit } from '../types.js'

/** Words of one weight. */
export interface WordGroup {
  weight: number
  words: WeightedWord[]
}

/** A query's own words, then those related to them, by weight. */
export function groupWords(expanded: readonly ExpandedWord[], most?: number): WordGroup[] {
  const groups = new Map<number, WeightedWord[]>()
  for (const word of weighWords(expanded, most))
    groups.set(word.weight, [...(groups.get(word.weight) ?? []), word])
  return [...groups].map(([weight, words]) => ({ weight, words })).sort((a, b) => b.weight - a.weight)
}

/** Every form of a group's words, as one query of any of them. */
export function termOf(words: readonly WeightedWord[]): string {
  return words.flatMap(({ word, forms }) => [word, ...forms]).join(' ')
}

/** Hits of several searches as one list: scores are added up by their weights, and the best come first. */
export function mergeHits<P>(lists: readonly { weight: number; hits: readonly Hit<P>[] }[]): Hit<P>[] {
  const merged = new Map<string, Hit<P>>()
  for (const { weight, hits } of lists) {
    for (const hit of hits) {
      const score = (merged.get(hit.id)?.score ?? 0) + weight * (hit.score ?? 0)
      merged.set(hit.id, { ...(merged.get(hit.id) ?? hit), score })
    }
  }
  return [...merged.values()].sort((a, b) => b.score! - a.score!)
}

/** Documents that a search did not find, for the reranker to judge. */
export function withUnmatched<P>(hits: readonly Hit<P>[], all: readonly Hit<P>[]): Hit<P>[] {
  const found = new Set(hits.map(({ id }) => id))
  const rest = all.filter(({ id }) => !found.has(id))
  return [...hits, ...rest.map((hit) => ({ ...hit, score: 0, matched: false }))]
}
