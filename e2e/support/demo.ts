import { test as base, expect, type Page } from '@playwright/test'
import { type FileServer, serveFiles } from './file-server.js'

/** The built site in a folder of a plain static host, as it would be on somebody's pages. */
export const test = base.extend<{ server: FileServer; problems: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
  server: async ({}, use) => {
    const server = await serveFiles({ '/demo/': 'site/' })
    await use(server)
    await server.close()
  },
  // What the console says, the content security policy's complaints among it; and requests to other places.
  problems: [
    async ({ page, server }, use) => {
      const problems: string[] = []
      page.on('console', (message) => {
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

export async function open(page: Page, server: FileServer, query = '?device=wasm') {
  await page.goto(`${server.origin}/demo/${query}`)
}

export async function rerank(page: Page) {
  await page.getByRole('button', { name: 'Rerank' }).click()
  await expect(page.getByRole('heading', { name: 'Ranking' })).toBeVisible({ timeout: 100_000 })
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
