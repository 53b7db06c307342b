import type { Page } from '@playwright/test'
import { type FileServer, serveFiles } from './file-server.js'
import { test as base, expect } from './watched.js'

/** The built site in a folder of a plain static host, as it would be on somebody's pages. */
export const test = base.extend<{ server: FileServer; problems: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
  server: async ({}, use) => {
    const server = await serveFiles({ '/demo/': 'site/' })
    await use(server)
    await server.close()
  },
  // What it keeps would answer in the server's place, and faults of the server would not be seen.
  serviceWorkers: 'block',
  // What the console says, the content security policy's complaints among it; and requests to other places.
  problems: [
    async ({ page, server }, use) => {
      const problems: string[] = []
      page.on('console', (message) => {
        // Playwright's own word on a worker that it blocked.
        if (/blocked by Playwright/.test(message.text())) return
        if (['error', 'warning'].includes(message.type())) problems.push(message.text())
      })
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('request', (request) => {
        if (!request.url().startsWith(server.origin)) problems.push(`a request to ${request.url()}`)
      })
      await use(problems)
    },
    { auto: true },
  ],
})

export { expect }

/** Opens the page, before it has ranked. */
export async function visit(page: Page, server: FileServer, query = '?device=wasm') {
  await page.goto(`${server.origin}/demo/${query}`)
}

/** Opens the page and waits for the ranking of its first example, which it does by itself. */
export async function open(page: Page, server: FileServer, query?: string) {
  await visit(page, server, query)
  await ranked(page)
}

/** The page shows a ranking, and none is under way. */
export async function ranked(page: Page) {
  await expect(page.locator('#results[data-state=after]:not([aria-busy])')).toBeVisible({ timeout: 100_000 })
}

/** Does something that ends with a new ranking, and waits for that. */
export async function untilRanked(page: Page, work: () => Promise<unknown>) {
  const done = page.locator('#results').evaluate(
    (results) =>
      new Promise<void>((resolve) => {
        new MutationObserver((_, observer) => {
          if (results.ariaBusy) return
          observer.disconnect()
          resolve()
        }).observe(results, { attributeFilter: ['aria-busy'] })
      }),
  )
  await work()
  await done
  await ranked(page)
}

export async function rerank(page: Page) {
  await untilRanked(page, () => page.getByRole('button', { name: 'Rerank', exact: true }).click())
}

/** Chooses an example, which is ranked at once. */
export async function example(page: Page, name: string) {
  await untilRanked(page, () => page.getByRole('button', { name, exact: true }).click())
}

export async function showList(page: Page) {
  await page.getByRole('radio', { name: 'List' }).check()
}

/** Puts many documents in at once. To type as many lines takes the browser seconds. */
export async function fillDocuments(page: Page, texts: readonly string[]) {
  await page.getByRole('textbox', { name: 'Documents' }).evaluate((box, text) => {
    ;(box as HTMLTextAreaElement).value = text
    box.dispatchEvent(new Event('input', { bubbles: true }))
  }, texts.join('\n'))
}

export function rows(page: Page) {
  return page.locator('#ranking > li')
}

/** The weights never end: loading goes on until somebody cancels. */
export function stallWeights(server: FileServer) {
  server.intercept = ({ url }) => (url?.includes('.onnx') ? 'stall' : undefined)
}
