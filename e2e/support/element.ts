import type { Page } from '@playwright/test'
import { BUILT } from './built-pages.js'
import { type FileServer, serveFiles } from './file-server.js'
import { PAGES } from './search-pages.js'
import { test as base, expect } from './watched.js'

export { expect }

/** The two lines that a page needs, and nothing else in it. */
const bare = (
  tag: string,
  html: string,
) => `<!doctype html><html ${html}><title>Bare</title><main><h1>Bare</h1>
<script type="module" src="/dist/element.js"></script>
${tag}
</main></html>`

export const PAGEFIND = '<webrerank-search src="/pagefind/"></webrerank-search>'
export const JSON_FILE = '<webrerank-search src="/pages.json"></webrerank-search>'

/** A box over pages that stand inside it. */
export const inside = (pages: unknown) =>
  `<webrerank-search><script type="application/json">${JSON.stringify(pages)}</script></webrerank-search>`

/** `open`: a bare page with the box, which lies beside a Pagefind index and a JSON file of the same pages. */
export const test = base.extend<{ open(tag?: string, html?: string): Promise<void> }, { served: FileServer }>(
  {
    served: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
      async ({}, use) => {
        const server = await serveFiles({ '/dist/': 'dist/', '/pagefind/': BUILT.pagefind })
        await use(server)
        await server.close()
      },
      { scope: 'worker' },
    ],
    open: async ({ page, served }, use) => {
      await use(async (tag = JSON_FILE, html = 'lang="en"') => {
        await page.route('**/pages.json', (route) => route.fulfill({ json: PAGES }))
        await page.route('**/bare.html', (route) =>
          route.fulfill({ body: bare(tag, html), contentType: 'text/html; charset=utf-8' }),
        )
        await page.goto(`${served.origin}/bare.html`)
      })
      await page.evaluate(() => {
        for (const search of document.querySelectorAll('webrerank-search')) search.remove()
      })
      // Pagefind has one worker of its own for all boxes of a page, and keeps it.
      const left = () => page.workers().filter((worker) => !worker.url().endsWith('/pagefind-worker.js'))
      await expect.poll(() => left().length, 'workers left by boxes that are gone').toBe(0)
    },
  },
)

export const box = (page: Page) => page.getByRole('combobox')
export const options = (page: Page) => page.getByRole('option')
export const reranked = (page: Page) =>
  expect(page.getByRole('status')).toContainText('Ranked on your device', { timeout: 90_000 })

/** Holds requests back until they are let go. */
export async function hold(page: Page, pattern: string): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(pattern, async (route) => {
    await held
    await route.fallback()
  })
  return release
}
