import type { SearchResult, SubResult } from '../search/types.js'
import { breadcrumbsOf } from './breadcrumbs.js'
import { excerptOf } from './excerpt.js'
import { type Marks, marked } from './marks.js'
import { node } from './node.js'

/** Sections of one page that are shown. */
const SECTIONS = 2

/** An option of the list: a page, one of its sections, or an earlier search. */
export interface Choice {
  element: HTMLElement
  url?: string | undefined
  result?: SearchResult
  /** Of an earlier search. */
  query?: string
}

/** Options of the listbox in order. Text is set as text: an index's content is never read as markup. */
export function createOptions(results: readonly SearchResult[], marks: Marks): Choice[] {
  return results.flatMap((result): Choice[] => {
    const sections = sectionsFor(result, marks).map((section) => ({
      element: option('option sub', [titled(section.title, marks)]),
      url: section.url,
      result,
    }))
    const excerpt = node('span', 'excerpt', '')
    excerpt.dir = 'auto'
    excerpt.append(...excerptOf(result, marks))
    const crumbs = breadcrumbsOf(result.url, document.baseURI).join(' › ')
    const parts = [
      titled(result.title || result.url || result.id, marks),
      ...(crumbs ? [node('span', 'crumbs', crumbs)] : []),
      excerpt,
    ]
    return [{ element: option('option', parts), url: result.url, result }, ...sections]
  })
}

/** Earlier searches as options. */
export function createRecentOptions(queries: readonly string[]): Choice[] {
  return queries.map((query) => ({ element: option('option recent', [node('span', 'title', query)]), query }))
}

/** Those that the reranker liked about as much as the page; before it was asked, those with the query's words. */
function sectionsFor({ subResults = [], relevance }: SearchResult, { own }: Marks): SubResult[] {
  const judged = subResults.some((section) => section.relevance !== undefined)
  const having = ({ title, text }: SubResult) => {
    const lower = `${title} ${text}`.toLowerCase()
    return [...own].filter((word) => lower.includes(word)).length
  }
  return subResults
    .map((section) => ({ section, weight: judged ? (section.relevance ?? 0) : having(section) }))
    .filter(({ weight }) => (judged ? weight >= (relevance ?? 0) / 2 : weight > 0))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, SECTIONS)
    .map(({ section }) => section)
}

function titled(text: string, marks: Marks): HTMLElement {
  const title = node('span', 'title', '')
  title.dir = 'auto'
  title.append(...marked(text, marks))
  return title
}

function option(className: string, children: Node[]): HTMLElement {
  const element = node('li', className, '')
  element.setAttribute('role', 'option')
  element.setAttribute('aria-selected', 'false')
  element.part.add({ option: 'option', 'option sub': 'section' }[className] ?? 'recent')
  element.append(...children)
  return element
}
