/**
 * `webrerank/search/pagefind`: the index that Pagefind makes of a static site, as a first stage.
 * @module webrerank/search/pagefind
 */
import { type WeightedWord, weighWords } from '../expand.js'
import { mergeRanks } from '../nearest.js'
import { wordsOf } from '../sentences.js'
import type { FirstStage, Hit } from '../types.js'
import { loadPages } from './load-pages.js'
import type { Pagefind, PagefindPage } from './pagefind-page.js'
import { type FoundPage, findPages } from './pagefind-pages.js'
import { createSite, type Part, type ScoredPage, type SitePage } from './pagefind-site.js'
import { createNearSections, type NearSection, type VectorsSource } from './pagefind-vectors.js'

export type { Pagefind, PagefindPage, PagefindResult } from './pagefind-page.js'
export type { VectorsSource } from './pagefind-vectors.js'

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
  /**
   * The file that `webrerank index` writes into Pagefind's folder (`webrerank-vectors.bin`), for a site that is too large to be
   * read in whole: sections whose meaning is close to the query's are read beside those that have its words. Only with
   * `createSearch({ vectors: true })`, and not where `unmatched` is false. A file that cannot be read, or is of another version of
   * the model, is not used, which is reported: like an error that nobody caught, or on the console where there is no
   * `reportError`, as in Node. Default: none.
   */
  vectors?: VectorsSource
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
  { search: options, unmatched = true, sections = 24, vectors }: PagefindStageOptions = {},
): FirstStage<PagefindPage> {
  const site = createSite()
  const findNear = createNearSections(unmatched ? vectors : undefined)
  return async (query, { signal, limit, expanded, vector, vectorTable, passages = 0, onHits }) => {
    const opened = await (typeof pagefind === 'function' ? pagefind() : pagefind)
    const { results: all } = await opened.search(null, options)
    signal.throwIfAborted()
    if (expanded && unmatched && all.length * SECTIONS_A_PAGE <= passages) {
      const pages = await loadPages(all.map(site.page), { signal })
      return readWhole(site.score(pages, weighWords(expanded)))
    }
    const words = expanded ? weighWords(expanded, MOST_RELATED) : plainWords(query)
    const known = new Set(all.map(({ id }) => id))
    const [found, near] = await Promise.all([
      findPages(opened, { query, words, all, options }),
      vector ? findNear({ vector, vectorTable, pages: known, most: sections, each: EACH }) : [],
    ])
    signal.throwIfAborted()
    const order = merge(unmatched ? found : found.filter(({ matched }) => matched), near)
    const toHits = (pages: readonly SitePage[]): Hit<PagefindPage>[] => {
      const scored = site.score(pages, words)
      const chosen = new Set([...choose(scored, sections), ...partsOf(scored, near)])
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

function choose(pages: readonly ScoredPage[], count: number): Part[] {
  const best = pages.flatMap(({ parts }) => bestOf(parts))
  return best.sort((a, b) => b.score - a.score).slice(0, count)
}

/** Pages that words found and pages with sections that are near in meaning, by rank; then the others. */
function merge(found: readonly FoundPage[], near: readonly NearSection[]): FoundPage[] {
  const pages = new Map(found.map((page) => [page.result.id, page]))
  const byWords = found.filter(({ matched }) => matched).map(({ result }) => result.id)
  const first = mergeRanks(byWords, [...new Set(near.map(({ page }) => page))])
  return [...new Set([...first, ...pages.keys()])].map((id) => pages.get(id)!)
}

function partsOf(pages: readonly ScoredPage[], near: readonly NearSection[]): Part[] {
  const parts = new Map(pages.map((scored) => [scored.page.id, scored.parts]))
  return near.flatMap(({ page, section }) => parts.get(page)?.[section] ?? [])
}

function toHit(
  { id, data, passages }: SitePage,
  parts: readonly Part[],
  { score, matched, reads }: { score: number; matched: boolean; reads(part: Part): boolean },
): Hit<PagefindPage> {
  const { url, content, meta } = data
  const page = url.replace(/#.*/, '')
  const [beginning, ...sections] = parts
  const isRead = (beginning && reads(beginning)) || !parts.some(reads)
  return {
    id,
    title: meta.title,
    url,
    text: content,
    score,
    matched,
    payload: data,
    ...(isRead && { passage: passages[0] }),
    subResults: sections.map((part, i) => ({
      title: part.title,
      url: `${page}#${part.anchor}`,
      text: part.text,
      ...(reads(part) && { passage: passages[i + 1], score: part.score }),
    })),
  }
}
