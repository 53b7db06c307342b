import { BUILT } from '../support/built-pages.js'
import { type FileServer, serveFiles } from '../support/file-server.js'
import { expect, expects, test } from '../support/watched.js'

/** examples/pipeline, built as its readers would build it, with no network but its own files. */

let server: FileServer
test.beforeAll(async () => {
  server = await serveFiles({ '/': BUILT.pipeline })
})
test.afterAll(() => server.close())

for (const models of [false, true]) {
  // Its other models are the hub's.
  const expected = models ? expects('https://huggingface.co/') : {}
  test(
    `retrieves, reranks and writes the prompt${models ? ', where models cannot be had' : ''}`,
    expected,
    async ({ page }) => {
      const foreign: string[] = []
      await page.route('**', (route) => {
        if (route.request().url().startsWith(server.origin)) return route.continue()
        foreign.push(route.request().url())
        return route.abort()
      })
      await page.goto(server.origin)
      await page.getByLabel('Question').fill('What makes leaves change colour in autumn?')
      if (models) await page.getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Ask' }).click()
      await expect(page.getByRole('status')).toContainText('Done on', { timeout: 60_000 })

      await expect(page.locator('#how')).toContainText(models ? 'could not be loaded' : 'BM25')
      expect(await page.locator('#retrieved li').count()).toBeGreaterThan(3)
      await expect(page.locator('#reranked li')).toHaveCount(3)
      await expect(page.locator('#reranked li').first()).toContainText('In autumn chlorophyll breaks down')
      await expect(page.locator('#outcome')).toHaveText('The prompt that would be sent')
      await expect(page.locator('#answer')).toContainText('[1] In autumn chlorophyll')
      await expect(page.locator('#answer')).toContainText(
        'Question: What makes leaves change colour in autumn?',
      )
      if (models) expect(foreign.length).toBeGreaterThan(0)
      else expect(foreign).toEqual([])
    },
  )
}
