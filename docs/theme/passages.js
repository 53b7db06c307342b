// The first stage: Pagefind's index of this site, taken apart into sections.

/** Sections that words found, the best pages first, at most. */
const MATCHED = 24
/** Pages that no word led to, of which the reranker reads the introduction. */
const UNMATCHED = 16

/** @param index address of pagefind.js */
export function createPassages(index) {
  let pagefind
  /** What of a page is known by its address, so that typing on fetches nothing twice. */
  const pages = new Map()

  const open = async () => {
    pagefind ??= import(index).then(async (module) => {
      await module.init()
      return module
    })
    return pagefind
  }
  const read = async ({ id, data }) => {
    const page = pages.get(id) ?? data()
    pages.set(id, page)
    return page
  }

  return {
    open,
    /**
     * Sections that have words of a query, those first that have the most and the rarest. Pagefind itself asks for all
     * words of a query at once, and a question has many that the answer has not.
     */
    async find(query) {
      const { search } = await open()
      const words = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu))]
      const sections = new Map()
      const found = await Promise.all(words.map((word) => search(word)))
      const pageCount = (await search(null)).results.length
      for (const [at, { results }] of found.entries()) {
        const word = words[at]
        // A word that is on every page tells nothing.
        const weight = Math.log(pageCount / results.length)
        if (weight < 0.1) continue
        for (const { sub_results, ...page } of await Promise.all(results.map((result) => result.data()))) {
          const own = new Set(sub_results.map(({ anchor }) => sectionOf(page, anchor?.id)).filter(Boolean))
          for (const section of new Map([...own].map((part) => [part.url, part])).values()) {
            const known = sections.get(section.url) ?? { ...section, weight: 0 }
            known.weight += weight * (known.heading.toLowerCase().includes(word) ? 2 : 1)
            sections.set(section.url, known)
          }
        }
      }
      return [...sections.values()].sort((a, b) => b.weight - a.weight).slice(0, MATCHED)
    },
    /**
     * Introductions of pages that are not among `sections`: what a person asks for may be on a page that has none of the
     * words. The site is small, so that the reranker can look at all of them.
     */
    async others(sections) {
      const { results } = await (await open()).search(null)
      const all = await Promise.all(results.map(read))
      const known = new Set(sections.map(({ page }) => page))
      return all
        .filter(({ url }) => !known.has(url) && !url.includes('/api/'))
        .map((page) => sectionOf(page, page.anchors[0]?.id))
        .filter(Boolean)
        .slice(0, UNMATCHED)
    },
  }
}

/** One section of a page: the part with a heading of the first three levels that an anchor is in. */
function sectionOf({ url, content, anchors, meta }, id) {
  const place = anchors.find((anchor) => anchor.id === id)?.location
  const headings = anchors.filter(({ element }) => /^h[123]$/.test(element))
  const at = headings.findLastIndex(({ location }) => location <= place)
  const heading = headings[at]
  if (!heading) return undefined
  const title = heading.text.trim()
  const words = content.split(/\s+/).slice(heading.location, headings[at + 1]?.location)
  const text = words.join(' ').slice(title.length).trim()
  const page = url.split('#')[0]
  const isPage = heading.element === 'h1'
  return {
    url: isPage ? page : `${page}#${heading.id}`,
    page,
    title: meta.title,
    heading: isPage ? '' : title,
    text,
    /** What the reranker reads. */
    passage: `${meta.title}${isPage ? '' : `: ${title}`}. ${text}`.slice(0, 1500),
  }
}
