/**
 * `webrerank/search/pagefind`: the index that Pagefind makes of a static site, as a first stage.
 * @module webrerank/search/pagefind
 */

import { wordsOf } from '../sentences.js'
import type { FirstStage, Hit } from '../types.js'
import { type PagefindPage, type Section, sectionsOf } from './pagefind-page.js'

export type { PagefindPage } from './pagefind-page.js'

/** What this uses of Pagefind's browser side: `await import('/pagefind/pagefind.js')` fits. */
export interface Pagefind {
  search(
    query: string | null,
    options?: Record<string, unknown>,
  ): Promise<{ results: readonly PagefindResult[] }>
}

/** One page of an answer. `data()` fetches its text, once. */
export interface PagefindResult {
  id: string
  score: number
  data(): Promise<PagefindPage>
}

/** Options of {@link pagefindStage}. */
export interface PagefindStageOptions {
  /** Handed to Pagefind's `search`, for its `filters` and `sort`. */
  search?: Record<string, unknown>
  /**
   * Whether the reranker also reads pages that share no word with the query, where fewer were found than it may read:
   * so a question finds the page that answers it in other words. Each such page is a request of a few kilobytes, once.
   * Default: true.
   */
  unmatched?: boolean
  /**
   * How many sections the reranker reads, each for itself, of the pages that were found: those with the most and the
   * rarest of the query's words. Of other pages it reads the beginning. Default: 24.
   */
  sections?: number
}

/** Sections of one page that are read: a long page must not push all others out. */
const EACH = 5

/** Words of which Pagefind is asked where they stand on a page, the rarest: it counts a page's words anew for each. */
const LOCATED = 3

/** A page that was found, or is there for the reranker alone. */
interface Found {
  score: number
  matched: boolean
  result: PagefindResult
  /** The page as a result of each word that it has: only so does Pagefind tell where the word stands. */
  words: Map<string, PagefindResult>
}

/**
 * Pages with all words of the query, then those with some of them (Pagefind itself gives the former alone), then, for
 * the reranker alone, others of the site.
 */
export function pagefindStage(
  pagefind: Pagefind | Promise<Pagefind> | (() => Promise<Pagefind>),
  { search: options, unmatched = true, sections = 24 }: PagefindStageOptions = {},
): FirstStage<PagefindPage> {
  return async (query, { signal, limit }) => {
    const { search } = await (typeof pagefind === 'function' ? pagefind() : pagefind)
    const words = [...wordsOf(query)]
    const terms = [query, null, ...words]
    const answers = await Promise.all(terms.map((term) => search(term, options)))
    signal.throwIfAborted()
    const [whole, all, ...each] = answers.map(({ results }) => results)
    const weights = new Map(words.map((word, i) => [word, rarity(each[i]!.length, all!.length)]))

    const found = new Map<string, Found>()
    const add = (result: PagefindResult, matched = true) => {
      const known = found.get(result.id) ?? { score: 0, matched, result, words: new Map() }
      found.set(result.id, known)
      return known
    }
    for (const result of whole!) add(result)
    const complete = found.size
    for (const [i, results] of each.entries()) {
      for (const result of results) {
        const page = add(result)
        page.words.set(words[i]!, result)
        page.score += weights.get(words[i]!)! * (1 + result.score / 100)
      }
    }
    const order = [...found]
    const partial = order.splice(complete).sort(([, a], [, b]) => b.score - a.score)
    order.push(...partial)
    if (unmatched) {
      const rest = all!.filter(({ id }) => !found.has(id))
      order.push(...rest.map((result): [string, Found] => [result.id, add(result, false)]))
    }
    const pages = await Promise.all(order.slice(0, limit).map(([id, page]) => read(id, page, weights)))
    signal.throwIfAborted()
    choose(
      pages.flatMap(({ parts }) => parts),
      sections,
    )
    return pages.map(toHit)
  }
}

/** What a word tells that so many of all pages have: next to nothing where all have it. */
function rarity(having: number, all: number): number {
  return Math.log((1 + all) / (0.5 + having))
}

/** A section, and how much of the query stands in it. */
interface Part extends Section {
  weight: number
  chosen: boolean
}

interface Page {
  id: string
  found: Found
  data: PagefindPage
  parts: Part[]
}

async function read(id: string, found: Found, weights: ReadonlyMap<string, number>): Promise<Page> {
  const data = await found.result.data()
  const parts = sectionsOf(data).map((section): Part => ({ ...section, weight: 0, chosen: false }))
  const rarest = [...found.words].sort(([a], [b]) => weights.get(b)! - weights.get(a)!).slice(0, LOCATED)
  for (const [word, result] of rarest) {
    const { locations = [] } = await result.data()
    const having = new Set(locations.map((location) => parts.findLast(({ start }) => start <= location)))
    for (const part of having) {
      if (part) part.weight += weights.get(word)! * (part.title.toLowerCase().includes(word) ? 2 : 1)
    }
  }
  const best = parts.toSorted((a, b) => b.weight - a.weight).slice(0, EACH)
  for (const part of parts) if (!best.includes(part)) part.weight = 0
  return { id, found, data, parts }
}

function choose(parts: Part[], count: number): void {
  const telling = parts.filter(({ weight }) => weight > 0)
  for (const part of telling.sort((a, b) => b.weight - a.weight).slice(0, count)) part.chosen = true
}

function toHit({ id, found, data, parts }: Page): Hit<PagefindPage> {
  const { url, content, meta } = data
  const title = meta.title ?? ''
  const page = url.replace(/#.*/, '')
  // What stands above the first heading has no heading, and is read as the page itself.
  const [beginning, ...sections] = parts
  const headings = sections.map((section) => section.title).join('. ')
  const isRead = beginning?.chosen || parts.every(({ chosen }) => !chosen)
  return {
    id,
    title: meta.title,
    url,
    text: content,
    score: found.score,
    matched: found.matched,
    payload: data,
    ...(isRead && { passage: `${title}\n${beginning?.text ?? ''}\n${headings}` }),
    subResults: sections.map(({ title: heading, anchor, text, chosen }) => ({
      title: heading,
      url: `${page}#${anchor}`,
      text,
      ...(chosen && { passage: `${title}: ${heading}\n${text}` }),
    })),
  }
}
