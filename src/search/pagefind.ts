/** `webrerank/search/pagefind`: the index that Pagefind makes of a static site, as a first stage. */
import { wordsOf } from './sentences.js'
import type { FirstStage, Hit, SubResult } from './types.js'

/** What this reads of a page in Pagefind's index (1.x, whose npm package has no types of its browser side). */
export interface PagefindPage {
  url: string
  content: string
  raw_content?: string
  meta: Record<string, string>
  anchors?: readonly { element: string; id: string; text?: string; location: number }[]
}

/** What this uses of Pagefind's browser side: `await import('/pagefind/pagefind.js')` fits. */
export interface Pagefind {
  search(
    query: string | null,
    options?: Record<string, unknown>,
  ): Promise<{ results: readonly { id: string; score: number; data(): Promise<PagefindPage> }[] }>
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
}

/**
 * Pages with all words of the query, then those with some of them (Pagefind itself gives the former alone), then, for
 * the reranker alone, others of the site.
 */
export function pagefindStage(
  pagefind: Pagefind | Promise<Pagefind> | (() => Promise<Pagefind>),
  { search: options, unmatched = true }: PagefindStageOptions = {},
): FirstStage<PagefindPage> {
  return async (query, { signal, limit }) => {
    const { search } = await (typeof pagefind === 'function' ? pagefind() : pagefind)
    const words = wordsOf(query)
    const found = new Map<string, { score: number; matched: boolean; data(): Promise<PagefindPage> }>()
    const add = async (term: string | null) => {
      signal.throwIfAborted()
      for (const { id, score, data } of (await search(term, options)).results)
        if (!found.has(id)) found.set(id, { score, matched: term !== null, data })
    }
    await add(query)
    if (found.size < limit && words.size > 1) {
      const parts = [...words].filter((word) => word.length > 2 || /\P{ASCII}/u.test(word))
      const each = await Promise.all(parts.map((word) => search(word, options)))
      signal.throwIfAborted()
      for (const [id, result] of sumScores(
        each.map(({ results }) => results),
        found,
      ))
        found.set(id, { ...result, matched: true })
    }
    if (unmatched && found.size < limit) await add(null)
    const chosen = [...found].slice(0, limit)
    const pages = await Promise.all(chosen.map(([, result]) => result.data()))
    return pages.map((page, i) => {
      const [id, { score, matched }] = chosen[i]!
      return { ...toHit(page, words), id, score, matched }
    })
  }
}

type Found = Awaited<ReturnType<Pagefind['search']>>['results'][number]

/** Pages of several searches, those with the highest sum of shares first: a rare word's share is the larger. */
function sumScores(lists: readonly (readonly Found[])[], known: ReadonlyMap<string, unknown>) {
  const sums = new Map<string, { score: number; data: Found['data'] }>()
  for (const list of lists) {
    for (const { id, score, data } of list) {
      if (known.has(id)) continue
      sums.set(id, { score: (sums.get(id)?.score ?? 0) + score / (1 + list.length), data })
    }
  }
  return [...sums].sort(([, a], [, b]) => b.score - a.score)
}

/** The reranker reads a page's beginning, or the section that has most of the query's words. */
function toHit(page: PagefindPage, words: ReadonlySet<string>): Omit<Hit<PagefindPage>, 'id'> {
  const { url, content, meta } = page
  const subResults = sectionsOf(page)
  const matches = subResults.map(({ text }) => [...wordsOf(text)].filter((word) => words.has(word)).length)
  const best = subResults[matches.indexOf(Math.max(...matches))]
  const headings = subResults.map(({ title }) => title).join('. ')
  const body = best && Math.max(...matches) > 0 ? `${best.title}\n${best.text}` : `${headings}\n${content}`
  return {
    title: meta.title,
    url,
    text: content,
    passage: `${meta.title ?? ''}\n${body}`,
    subResults,
    payload: page,
  }
}

/** A page cut at its headings. Pagefind counts words between white space, or zero-width spaces where it has put those. */
function sectionsOf({ url, content, raw_content = content, anchors = [] }: PagefindPage): SubResult[] {
  const marked = raw_content.includes('\u200B')
  const tokens = marked ? raw_content.split('\u200B') : raw_content.split(/[^\S\uFEFF]+/)
  const headings = anchors.filter(({ element, text }) => /^h[2-6]$/i.test(element) && text?.trim())
  return headings.map(({ id, text, location }, i) => ({
    title: text!.trim(),
    url: `${url.replace(/#.*/, '')}#${id}`,
    text: tokens
      .slice(location, headings[i + 1]?.location)
      .join(marked ? '' : ' ')
      .trim(),
  }))
}
