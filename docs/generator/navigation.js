/** The pages in reading order, by their names without ending. A page that is not named here comes last. */
const SECTIONS = [
  { title: 'Start', pages: ['/index', '/guide', '/examples'] },
  { title: 'Use', pages: ['/search-box', '/search', '/models', '/clients', '/server', '/deployment'] },
  { title: 'Know', pages: ['/wire', '/performance', '/privacy', '/threat-model'] },
]

/** Names for the list of pages, where a page's own title is long. */
const TITLES = {
  '/index': 'Overview',
  '/server': 'Server and command',
  '/search-box': 'Search box',
  '/search': 'Search of a static site',
  '/api/index': 'All entries',
}

/** Sections of pages with title and address, from all that Eleventy knows. */
export function navigation(pages) {
  const byName = new Map(pages.map((page) => [page.filePathStem, page]))
  const entry = (page) => page && { title: TITLES[page.filePathStem] ?? page.data.title, url: page.url }
  const named = new Set(SECTIONS.flatMap((section) => section.pages))
  const isReference = (page) => page.filePathStem.startsWith('/api/')
  const rest = pages.filter((page) => !named.has(page.filePathStem) && !isReference(page))
  const reference = pages.filter(isReference).sort((a, b) => a.url.localeCompare(b.url))
  return [
    ...SECTIONS.map(({ title, pages }) => ({ title, pages: pages.map((name) => entry(byName.get(name))) })),
    { title: 'More', pages: rest.map(entry) },
    { title: 'API reference', pages: reference.map(entry) },
  ]
    .map(({ title, pages }) => ({ title, pages: pages.filter(Boolean) }))
    .filter(({ pages }) => pages.length > 0)
}

/** The pages before and after one, in reading order. */
export function neighbours(sections, url) {
  const pages = sections.flatMap((section) => section.pages)
  const at = pages.findIndex((page) => page.url === url)
  return { previous: pages[at - 1], next: at < 0 ? undefined : pages[at + 1] }
}
