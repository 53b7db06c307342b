import { BUILT } from '../support/built-pages.js'
import { type FileServer, serveFiles } from '../support/file-server.js'
import { PAGES, QUESTION } from '../support/search-pages.js'
import { test as base, expect } from '../support/watched.js'

/** A page bundled by Vite with the real libraries, and a Pagefind index beside it. */
const test = base.extend<object, { served: FileServer }>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const server = await serveFiles({ '/pagefind/': BUILT.pagefind, '/': BUILT.search })
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
})

for (const name of ['minisearch', 'orama', 'flexsearch', 'pagefind']) {
  test(`${name} finds the page that has the question's words, the model the one that answers it`, async ({
    page,
    served,
  }) => {
    await page.goto(served.origin)
    const { lexical, state, told } = await page.evaluate(
      ([name, pages, question]) => window.site.search(name, pages, question),
      [name, PAGES, QUESTION] as const,
    )
    expect(lexical).toMatchObject({ status: 'done', reranked: false, reason: { code: 'not_asked' } })
    expect(lexical!.results[0]).toMatchObject({ url: '/back/', title: PAGES[0]!.title })
    expect(state).toMatchObject({ status: 'done', reranked: true, model: 'ready' })
    expect(state!.results[0]).toMatchObject({ url: '/refunds/', title: PAGES[1]!.title })
    expect(state!.results[0]!.sentence!.text).toContain('We refund the full price to your card')
    expect(told.map(({ status }) => status)).toContain('reranking')
  })
}

test('a page of Pagefind is cut at its headings', async ({ page, served }) => {
  await page.goto(served.origin)
  const { lexical } = await page.evaluate(
    ([pages]) => window.site.search('pagefind', pages, 'inspection refund'),
    [PAGES] as const,
  )
  const [first] = lexical!.results
  expect(first!.subResults).toEqual([
    {
      title: 'More of it',
      url: '/refunds/#more',
      text: expect.stringContaining('We refund the full price to your card after an inspection.'),
      score: expect.any(Number),
      passage: expect.stringMatching(/^Returns and refunds: More of it\n/),
    },
  ])
  expect(first!.subResults![0]!.text).not.toContain('thirty days')
})

test('the sentence that answers, with its place', async ({ page, served }) => {
  await page.goto(served.origin)
  const { text } = PAGES[1]!
  const [best, second] = await page.evaluate(
    ([text]) => window.site.bestSentences('When is the price refunded?', text),
    [text] as const,
  )
  expect(best!.text).toBe('We refund the full price to your card after an inspection.')
  expect(text.slice(best!.start, best!.end)).toBe(best!.text)
  expect(best!.score).toBeGreaterThan(second!.score)
})
