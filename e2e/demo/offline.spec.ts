import { ranked, untilRanked } from '../support/demo.js'
import { type FileServer, serveFiles } from '../support/file-server.js'
import { test as base, expect } from '../support/watched.js'

/** With the demo's own service worker. */
const test = base.extend<{ server: FileServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
  server: async ({}, use) => {
    const server = await serveFiles({ '/demo/': 'site/' })
    await use(server)
    await server.close()
  },
})

test('works offline from the first visit on, model included', async ({ page, server, context }) => {
  await page.goto(`${server.origin}/demo/?device=wasm`)
  await ranked(page)
  // The ranking comes first; what is kept for the next visit is no part of it.
  await expect(page.locator('#proof')).toHaveText('0 network requests since loading')
  await expect
    .poll(() => page.evaluate(() => caches.match('./').then(Boolean)), 'all is stored, the page with it')
    .toBe(true)
  await server.close()
  await context.setOffline(true)
  await page.reload()
  await ranked(page)
  await expect(page.locator('#offline')).toBeVisible()
  await untilRanked(page, () => page.getByRole('button', { name: 'Fever' }).click())
  await expect(page.locator('#board-after > li').first()).toContainText('Call a physician')
  // A language that was not chosen before is there as well.
  await page.getByLabel('Language', { exact: true }).selectOption('ja')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja')
  await ranked(page)
})

test('the manifest is one that browsers install', { tag: '@cdp' }, async ({ page, server }) => {
  await page.goto(`${server.origin}/demo/`)
  const session = await page.context().newCDPSession(page)
  const { errors, manifest } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  expect(manifest).toBeDefined()
  const href = await page.locator('link[rel=manifest]').getAttribute('href')
  const { icons, display, start_url } = await page.evaluate(
    (href) => fetch(href!).then((response) => response.json()),
    href,
  )
  expect([display, start_url]).toEqual(['standalone', './'])
  for (const { src } of icons)
    expect((await page.request.get(`${server.origin}/demo/${src}`)).ok()).toBe(true)
})

test('the picture that other sites show of a link is there, in its size', async ({ page, server }) => {
  await page.goto(`${server.origin}/demo/`)
  const picture = await page.locator('meta[property="og:image"]').getAttribute('content')
  const body = await (await page.request.get(new URL(picture!, page.url()).href)).body()
  expect([body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual([1200, 630])
})
