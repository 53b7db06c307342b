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
  const tokens = marked ? raw_content.split('\u200B') : raw_content.split(/[^\S\uFEFF]+/)
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
