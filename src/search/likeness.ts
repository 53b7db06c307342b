import type { CallOptions } from '../client/types.js'
import type { SearchReranker } from './types.js'

/** Texts whose vectors are kept, 64 bytes each with the built-in model. */
const KEPT = 2000

/** How alike each text is to a query in meaning: cosines times the length of the query's vector. */
export type Likeness = (query: Int8Array, texts: readonly string[], options: CallOptions) => Promise<number[]>

/** @param reranker one that gave the query's vector */
export function createLikeness(reranker: Pick<SearchReranker, 'vectors'>): Likeness {
  let kept = new Map<string, Int8Array>()
  return async (query, texts, options) => {
    const wanted = new Set(texts)
    const missing = [...wanted].filter((text) => !kept.has(text))
    if (missing.length > 0) {
      const { size, data } = await reranker.vectors!(missing, options)
      // A small site's passages are the same ones at each query. Of what comes and goes only the last is kept.
      if (kept.size + missing.length > KEPT) kept = new Map([...kept].filter(([text]) => wanted.has(text)))
      missing.forEach((text, i) => void kept.set(text, data.slice(i * size, (i + 1) * size)))
    }
    return texts.map((text) => cosine(query, kept.get(text)!, 0))
  }
}

/** The cosine of a query's vector and a row of others, times the query's own length, which is the same for all. */
export function cosine(query: Int8Array, data: Int8Array, start: number): number {
  let [dot, norm] = [0, 0]
  for (let k = 0; k < query.length; k++) {
    const x = data[start + k]!
    dot += query[k]! * x
    norm += x * x
  }
  return norm > 0 ? dot / Math.sqrt(norm) : 0
}
