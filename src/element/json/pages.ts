import MiniSearch, { type SearchResult } from 'minisearch'
import { miniSearchStage } from '../../search/adapters/minisearch.js'
import { wordsIn } from '../../search/sentences.js'
import type { FirstStage } from '../../search/types.js'

/**
 * An index of pages `{ title, text, url }`. Words are found as the browser's own rules have them, since Chinese, Japanese and
 * Thai put no spaces between theirs.
 * @param base what relative addresses are relative to; where there is none they stay as they are
 */
export function createPagesStage(pages: unknown, base?: string): FirstStage<SearchResult> {
  if (!Array.isArray(pages)) throw new TypeError('the index must be an array of { title, text, url }')
  const index = new MiniSearch({
    fields: ['title', 'text', 'path'],
    storeFields: ['title', 'text', 'url'],
    tokenize: (text) => wordsIn(text),
    processTerm: (term) => term,
  })
  index.addAll(pages.map((page, id) => ({ ...page, ...addressOf(page?.url, base), id })))
  return miniSearchStage(index, { search: { prefix: true, fuzzy: 0.2, boost: { title: 2 } } })
}

/** The address, and its words: names of files and folders are looked for too. */
function addressOf(url: unknown, base: string | undefined): { url?: string; path?: string } {
  if (typeof url !== 'string') return {}
  const path = url.replace(/^\w+:\/\/[^/]*/, '').replace(/[/_.-]+/g, ' ')
  return { path, url: base !== undefined && URL.canParse(url, base) ? new URL(url, base).href : url }
}
