/** The pages in reading order, by their names without ending. `/recipes/*` stands for every page of that folder. */
const SECTIONS = [
  { title: 'Get started', pages: ['/index', '/get-started'] },
  {
    title: 'Guides',
    pages: [
      '/guides/rank-in-a-page',
      '/guides/better-results',
      '/guides/large-models',
      '/guides/static-site-search',
      '/guides/private-search',
      '/guides/rag',
      '/guides/migrate',
      '/guides/clients',
      '/guides/deployment',
      '/guides/bundlers',
      '/guides/edge',
    ],
  },
  { title: 'Framework recipes', pages: ['/recipes/*'] },
  { title: 'Concepts', pages: ['/concepts/reranking', '/concepts/choosing-a-model', '/comparison'] },
  { title: 'Reference', pages: ['/http-api', '/models', '/search-box', '/server', '/errors'] },
  {
    title: 'Operation',
    pages: ['/browser-support', '/performance', '/privacy', '/security', '/troubleshooting', '/changelog'],
  },
]

/** Names for the list of pages, where a page's own title is long. */
const TITLES = {
  '/index': 'Overview',
  '/guides/migrate': 'Switch from a cloud API',
  '/guides/rag': 'RAG pipeline',
  '/search-box': 'Search box',
  '/api/index': 'All entry points',
}

/** Sections of pages with title and address, from all that Eleventy knows. A page that no section names comes under "More". */
export function navigation(pages) {
  const isReference = (page) => page.filePathStem.startsWith('/api/')
  const sections = SECTIONS.map(({ title, pages: names }) => ({
    title,
    pages: names.flatMap((name) => named(pages, name)),
  }))
  const placed = new Set(sections.flatMap((section) => section.pages))
  const rest = pages.filter((page) => !placed.has(page) && !isReference(page))
  const reference = pages.filter(isReference).sort((a, b) => a.url.localeCompare(b.url))
  return [...sections, { title: 'More', pages: rest }, { title: 'API reference', pages: reference }]
    .map(({ title, pages }) => ({ title, pages: pages.map(entry) }))
    .filter(({ pages }) => pages.length > 0)
}

/** The page of a name, or all pages of a folder, its index first. */
function named(pages, name) {
  if (!name.endsWith('/*')) return pages.filter((page) => page.filePathStem === name)
  const folder = name.slice(0, -1)
  const rank = (page) => (page.filePathStem === `${folder}index` ? '' : page.filePathStem)
  return pages
    .filter((page) => page.filePathStem.startsWith(folder))
    .sort((a, b) => rank(a).localeCompare(rank(b)))
}

function entry(page) {
  return { title: TITLES[page.filePathStem] ?? page.data.title, url: page.url }
}

/** Whether a section's pages are listed on a page at once: those of the page's own section, and of the first, which is short. */
export function isOpen(section, url) {
  return section.title === SECTIONS[0].title || section.pages.some((page) => page.url === url)
}

/** The pages before and after one, in reading order. */
export function neighbours(sections, url) {
  const pages = sections.flatMap((section) => section.pages)
  const at = pages.findIndex((page) => page.url === url)
  return { previous: pages[at - 1], next: at < 0 ? undefined : pages[at + 1] }
}
