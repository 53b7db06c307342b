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
  ): Promise<{ results: readonly PagefindResult[] }>
}

/** One page of an answer. `data()` fetches its text, once. */
export interface PagefindResult {
  id: string
  score: number
  data(): Promise<PagefindPage>
}

/** A stretch of a page under one heading. */
export interface Section {
  /** Empty for what stands above the first heading. */
  title: string
  anchor: string
  /** What stands under the heading. */
  text: string
  /** Its first word, counted from the page's beginning. */
  start: number
}

/**
 * A page cut at its headings of the second and third level: what is under a deeper one says little alone. The first is
 * what stands above them all. Pagefind counts words between white space, or zero-width spaces where it has put those.
 */
export function sectionsOf({ content, raw_content = content, anchors = [] }: PagefindPage): Section[] {
  const marked = raw_content.includes('\u200B')
  // Of the two texts only the raw one has zero-width spaces, and only in it the browser's side has escaped angle brackets.
  const tokens = marked ? unescaped(raw_content).split('\u200B') : content.split(/[^\S\uFEFF]+/)
  const headings = anchors
    .filter(({ element, text }) => /^h[23]$/i.test(element) && text?.trim())
    .map(({ id, text, location }) => ({ title: text!.trim(), anchor: id, start: location }))
  const starts = [{ title: '', anchor: '', start: 0 }, ...headings]
  return starts.map((heading, i) => {
    const text = tokens
      .slice(heading.start, starts[i + 1]?.start)
      .join(marked ? '' : ' ')
      .trim()
    // The heading stands there too, often with no end of a sentence behind it.
    return {
      ...heading,
      text: text.startsWith(heading.title) ? text.slice(heading.title.length).trim() : text,
    }
  })
}

/**
 * What the reranker reads of each section, with the titles that say what it is about. What stands above the first heading is
 * read as the page itself.
 */
export function passagesOf(title: string, [beginning, ...sections]: readonly Section[]): string[] {
  const headings = sections.map((section) => section.title).join('. ')
  return [
    `${title}\n${beginning?.text ?? ''}\n${headings}`,
    ...sections.map((section) => `${title}: ${section.title}\n${section.text}`),
  ]
}

/** Whether a page is there for those who know its words, and questions are not meant to find it by others. */
export function isReference({ meta }: PagefindPage): boolean {
  return meta.rerank === 'words'
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
}
