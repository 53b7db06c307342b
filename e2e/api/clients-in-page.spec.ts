import type { Provider, rankWith } from '../pages/clients/main.js'
import { BUILT } from '../support/built-pages.js'
import { type FileServer, serveFiles } from '../support/file-server.js'
import { expect, test } from '../support/site.js'

/** The AI SDK bundled into a page: its requests for api.cohere.com and others are answered there. */

let server: FileServer
test.beforeAll(async () => {
  server = await serveFiles({ '/': BUILT.clients })
})
test.afterAll(() => server.close())

test('AI SDK with three providers, and no request leaves the site', async ({ page }) => {
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(server.origin)) foreign.push(request.url())
  })
  await page.goto(server.origin)
  await page.waitForFunction(() => 'rankWith' in globalThis)
  for (const provider of ['cohere', 'togetherai', 'voyage'] satisfies Provider[]) {
    const order = await page.evaluate((name) => {
      const { rankWith: rank } = globalThis as unknown as { rankWith: typeof rankWith }
      return rank(name, 'What is a vector database?', [
        'The Eiffel Tower is in Paris.',
        'A vector database stores embeddings and finds nearest neighbours.',
        'Bake the cake for forty minutes.',
      ])
    }, provider)
    expect(order[0], provider).toBe(1)
    expect(order).toHaveLength(3)
  }
  expect(foreign).toEqual([])
})
