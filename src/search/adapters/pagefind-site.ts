import type { WeightedWord } from '../expand.js'
import {
  isReference,
  type PagefindPage,
  type PagefindResult,
  passagesOf,
  type Section,
  sectionsOf,
} from './pagefind-page.js'
import { type CountedText, countWords, createSectionIndex, type SectionIndex } from './section-index.js'

/** A page with its sections. */
export interface SitePage {
  id: string
  title: string
  data: PagefindPage
  sections: readonly Section[]
  /** What the reranker reads of each section. */
  passages: readonly string[]
  /** The words of each section: to find them takes longer than all else, so it is done once. */
  words: readonly CountedText[]
  /**
   * Whether it is there for those who know its words, and questions are not meant to find it by others: a page with
   * `<meta data-pagefind-meta="rerank[content]" content="words">`.
   */
  reference: boolean
}

/** A section of a page, and how much of the query it has. */
export interface Part extends Section {
  score: number
}

/** A page and its sections with scores. */
export interface ScoredPage {
  page: SitePage
  parts: Part[]
}

export interface Site {
  /** A page as the index has it. Each is asked for once: Pagefind counts all of its words anew whenever it is asked. */
  page(result: PagefindResult): Promise<SitePage>
  /**
   * How much of the words the sections of some pages have, beside each other. Of a reference those sections alone count that
   * have all of the query's own.
   */
  score(pages: readonly SitePage[], words: readonly WeightedWord[]): ScoredPage[]
}

export function createSite(): Site {
  const pages = new Map<string, Promise<SitePage>>()
  let indexed: { key: string; scores: SectionIndex } | undefined

  /** The same pages come again and again where a site is small. */
  const indexOf = (some: readonly SitePage[]) => {
    const key = some.map(({ id }) => id).join(' ')
    if (indexed?.key !== key) {
      indexed = { key, scores: createSectionIndex(some.flatMap(({ words }) => words)) }
    }
    return indexed.scores
  }

  return {
    page(result) {
      const known = pages.get(result.id)
      if (known) return known
      const page = read(result)
      pages.set(result.id, page)
      // The next query tries again.
      page.catch(() => pages.delete(result.id))
      return page
    },
    score(some, words) {
      const scores = indexOf(some)
      const all = scores(words)
      const own = words.filter(({ weight }) => weight === 1)
      const strict = some.some(({ reference }) => reference) ? scores(own, true) : all
      let next = 0
      return some.map((page) => ({
        page,
        parts: page.sections.map((section): Part => {
          const score = (page.reference ? strict : all)[next++]!
          return { ...section, score }
        }),
      }))
    },
  }
}

async function read(result: PagefindResult): Promise<SitePage> {
  const data = await result.data()
  const title = data.meta.title ?? ''
  const sections = sectionsOf(data)
  return {
    id: result.id,
    title,
    data,
    sections,
    passages: passagesOf(title, sections),
    words: sections.map((section) => countWords({ title, heading: section.title, text: section.text })),
    reference: isReference(data),
  }
}
