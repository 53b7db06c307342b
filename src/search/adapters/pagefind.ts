/**
 * `webrerank/search/pagefind`: the index that Pagefind makes of a static site, as a first stage.
 * @module webrerank/search/pagefind
 */
import { type WeightedWord, weighWords } from '../expand.js'
import { wordsOf } from '../sentences.js'
import type { FirstStage, Hit } from '../types.js'
import { loadPages } from './load-pages.js'
import type { Pagefind, PagefindPage } from './pagefind-page.js'
import { findPages } from './pagefind-pages.js'
import { createSite, type Part, type ScoredPage, type SitePage } from './pagefind-site.js'

export type { Pagefind, PagefindPage, PagefindResult } from './pagefind-page.js'

/** Options of {@link pagefindStage}. */
export interface PagefindStageOptions {
  /** Handed to Pagefind's `search`, for its `filters` and `sort`. */
  search?: Record<string, unknown>
  /**
   * Whether the reranker also reads pages that share no word with the query: all of a small site, and of a larger one others
   * where fewer were found than it may read. So a question finds the page that answers it in other words. Each such page
   * is a request of a few kilobytes, once. Default: true.
   */
  unmatched?: boolean
  /**
   * How many sections of a larger site the reranker reads, each for itself, of the pages that were found: those with the most
   * and the rarest of the query's words. Of other pages it reads the beginning. Default: 24.
   */
  sections?: number
}

/** Sections of one page that are read: a long page must not push all others out. */
const EACH = 5

/** Sections that a page has on average, by which a site is taken to be small before it is read. */
const SECTIONS_A_PAGE = 5

/** Related words of which a larger site is asked, the closest: each asks for a part of the index. */
const MOST_RELATED = 12

/**
 * Pages with all words of the query, then those with some of them (Pagefind itself gives the former alone), then, for
 * the reranker alone, others of the site. Related words are further searches, whose results are merged by weight. Of a site
 * that the reranker can read in whole, all pages are fetched, and their sections scored by words in text, headings and titles.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { createSearch } from 'webrerank/search'
 * import { type Pagefind, pagefindStage } from 'webrerank/search/pagefind'
 *
 * const load = (): Promise<Pagefind> => import(new URL('/pagefind/pagefind.js', location.href).href)
 * const search = createSearch({ firstStage: pagefindStage(load), reranker: createReranker() })
 * ```
 */
export function pagefindStage(
  pagefind: Pagefind | Promise<Pagefind> | (() => Promise<Pagefind>),
  { search: options, unmatched = true, sections = 24 }: PagefindStageOptions = {},
): FirstStage<PagefindPage> {
  const site = createSite()
  return async (query, { signal, limit, expanded, passages = 0, onHits }) => {
    const opened = await (typeof pagefind === 'function' ? pagefind() : pagefind)
    const { results: all } = await opened.search(null, options)
    signal.throwIfAborted()
    if (expanded && unmatched && all.length * SECTIONS_A_PAGE <= passages) {
      const pages = await loadPages(all.map(site.page), { signal })
      return readWhole(site.score(pages, weighWords(expanded)))
    }
    const words = expanded ? weighWords(expanded, MOST_RELATED) : plainWords(query)
    const found = await findPages(opened, { query, words, all, options })
    signal.throwIfAborted()
    const order = unmatched ? found : found.filter(({ matched }) => matched)
    const toHits = (pages: readonly SitePage[]): Hit<PagefindPage>[] => {
      const scored = site.score(pages, words)
      const chosen = choose(scored, sections)
      const facts = new Map(order.map(({ result: { id }, ...fact }) => [id, fact]))
      return scored.map(({ page, parts }) =>
        toHit(page, parts, { ...facts.get(page.id)!, reads: (part) => chosen.has(part) }),
      )
    }
    const loading = order.slice(0, limit).map(({ result }) => site.page(result))
    return toHits(await loadPages(loading, { signal, tell: (pages) => onHits?.(toHits(pages)) }))
  }
}

function plainWords(query: string): WeightedWord[] {
  return [...wordsOf(query)].map((word) => ({ word, forms: [], weight: 1 }))
}

/** Every section of every page, for the reranker to judge; of a reference those with the query's own words alone. */
function readWhole(pages: readonly ScoredPage[]): Hit<PagefindPage>[] {
  const hits = pages.flatMap(({ page, parts }) => {
    const best = bestOf(parts)
    const score = best[0]?.score ?? 0
    if (page.reference && score === 0) return []
    const reads = (part: Part) => (page.reference ? best.includes(part) : part.text !== '')
    return [toHit(page, parts, { score, matched: score > 0, reads })]
  })
  return hits.sort((a, b) => b.score! - a.score!)
}

function bestOf(parts: readonly Part[]): Part[] {
  return parts
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, EACH)
}

function choose(pages: readonly ScoredPage[], count: number): Set<Part> {
  const best = pages.flatMap(({ parts }) => bestOf(parts))
  return new Set(best.sort((a, b) => b.score - a.score).slice(0, count))
}

function toHit(
  { id, title, data }: SitePage,
  parts: readonly Part[],
  { score, matched, reads }: { score: number; matched: boolean; reads(part: Part): boolean },
): Hit<PagefindPage> {
  const { url, content, meta } = data
  const page = url.replace(/#.*/, '')
  // What stands above the first heading has no heading, and is read as the page itself.
  const [beginning, ...sections] = parts
  const headings = sections.map((section) => section.title).join('. ')
  const isRead = (beginning && reads(beginning)) || !parts.some(reads)
  return {
    id,
    title: meta.title,
    url,
    text: content,
    score,
    matched,
    payload: data,
    ...(isRead && { passage: `${title}\n${beginning?.text ?? ''}\n${headings}` }),
    subResults: sections.map((part) => ({
      title: part.title,
      url: `${page}#${part.anchor}`,
      text: part.text,
      ...(reads(part) && { passage: `${title}: ${part.title}\n${part.text}`, score: part.score }),
    })),
  }
}
