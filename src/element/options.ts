import { wordsOf } from '../search/sentences.js'
import type { SearchResult, SubResult } from '../search/types.js'

/** Sections of one page that are shown. */
const SECTIONS = 2
const EXCERPT = 220

/** An option of the list: a page, or one of its sections. */
export interface Choice {
  element: HTMLElement
  url: string | undefined
  result: SearchResult
}

/** Options of the listbox in order. Text is set as text: an index's content is never read as markup. */
export function createOptions(results: readonly SearchResult[], query: string): Choice[] {
  const words = wordsOf(query)
  const choices = results.flatMap((result): Choice[] => {
    const sections = sectionsFor(result, words).map((section) => ({
      element: option('option sub', [node('span', 'title', section.title)]),
      url: section.url,
      result,
    }))
    const excerpt = node('span', 'excerpt', '')
    excerpt.dir = 'auto'
    excerpt.append(...excerptOf(result, words))
    const title = node('span', 'title', result.title || result.url || result.id)
    return [{ element: option('option', [title, excerpt]), url: result.url, result }, ...sections]
  })
  choices.forEach(({ element }, i) => {
    element.id = `option-${i}`
  })
  return choices
}

/** Those that the reranker liked about as much as the page; before it was asked, those with the query's words. */
function sectionsFor({ subResults = [], relevance }: SearchResult, words: ReadonlySet<string>): SubResult[] {
  const judged = subResults.some((section) => section.relevance !== undefined)
  return subResults
    .map((section) => ({
      section,
      weight: judged
        ? (section.relevance ?? 0)
        : [...wordsOf(`${section.title} ${section.text}`)].filter((word) => words.has(word)).length,
    }))
    .filter(({ weight }) => (judged ? weight >= (relevance ?? 0) / 2 : weight > 0))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, SECTIONS)
    .map(({ section }) => section)
}

/** The best sentence marked, or the beginning of the text near the first word of the query. */
function excerptOf({ title, text, sentence }: SearchResult, words: ReadonlySet<string>): (Node | string)[] {
  if (sentence) {
    const before = text.slice(Math.max(0, sentence.start - 40), sentence.start).replace(/^\S*\s/, '')
    return [
      sentence.start > 40 ? `… ${before}` : before,
      mark(sentence.text),
      text.slice(sentence.end, sentence.end + EXCERPT),
    ]
  }
  // An index of pages has the title as the first words of the text, where it stands already.
  const rest = title && text.startsWith(title) ? text.slice(title.length) : ''
  const body = /^[.:]/.test(rest) ? rest.replace(/^[.:\s]+/, '') : text
  const lower = body.toLowerCase()
  const places = [...words].map((word) => lower.indexOf(word)).filter((place) => place >= 0)
  const start = places.length > 0 ? Math.max(0, Math.min(...places) - 40) : 0
  const cut = body.slice(start, start + EXCERPT)
  return [start > 0 ? `… ${cut.replace(/^\S*\s/, '')}` : cut]
}

/** Without a direction of its own: the excerpt's is found in all of its text. */
function mark(text: string): HTMLElement {
  const element = node('mark', 'mark', text)
  element.removeAttribute('dir')
  return element
}

function option(className: string, children: Node[]): HTMLElement {
  const element = node('li', className, '')
  element.setAttribute('role', 'option')
  element.setAttribute('aria-selected', 'false')
  element.part.add(className.includes('sub') ? 'section' : 'option')
  element.append(...children)
  return element
}

/** An element whose part is named as its class. */
export function node<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.className = className
  if (!className.includes(' ')) element.part.add(className)
  element.dir = text ? 'auto' : ''
  element.textContent = text
  return element
}
