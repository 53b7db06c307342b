import MiniSearch, { type SearchResult } from 'minisearch'
import { miniSearchStage } from '../search/adapters/minisearch.js'
import type { FirstStage } from '../search/types.js'

/** An index of pages `{ title, text, url }`. In a chunk of its own: pages with Pagefind's index do without it. */
export function jsonStage(pages: unknown): FirstStage<SearchResult> {
  if (!Array.isArray(pages)) throw new TypeError('the index must be an array of { title, text, url }')
  const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['title', 'text', 'url'] })
  index.addAll(pages.map((page, id) => ({ ...page, id })))
  return miniSearchStage(index, { search: { prefix: true, fuzzy: 0.2, boost: { title: 2 } } })
}
