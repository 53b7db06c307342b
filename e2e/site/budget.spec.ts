import { brotliCompressSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { serveFiles } from '../support/file-server.js'
import { expect, test } from '../support/watched.js'

/** What a page may fetch before a visitor does anything: bytes by kind, compressed as a host would. */
interface Budget {
  name: string
  folder: string
  page: string
  bytes: { document: number; script: number; stylesheet: number; image: number; font: number; other: number }
  /** Requests that the first paint waits for, the document among them. */
  critical: number
  /** All requests. */
  requests: number
}

/**
 * The demo ranks by itself once it is painted and idle, unless a visitor saves data. What it fetches for that is no part
 * of what the paint waits for.
 */
async function saveData(page: Page) {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } })
  })
}

const DOCS = {
  folder: 'docs-site/',
  bytes: { document: 12_000, script: 12_000, stylesheet: 3_200, image: 0, font: 0, other: 500 },
  critical: 2,
  requests: 4,
}

const BUDGETS: Budget[] = [
  {
    name: 'the demo',
    folder: 'site/',
    page: 'index.html',
    bytes: { document: 5_000, script: 36_000, stylesheet: 5_500, image: 0, font: 0, other: 1_000 },
    critical: 2,
    requests: 5,
  },
  { ...DOCS, name: 'the documentation’s home', page: 'index.html' },
  { ...DOCS, name: 'a guide', page: 'guides/rank-in-a-page.html' },
  {
    ...DOCS,
    name: 'a page of the reference',
    page: 'api/webrerank.html',
    bytes: { ...DOCS.bytes, document: 15_000 },
  },
]

for (const { name, folder, page: address, bytes, critical, requests } of BUDGETS) {
  test(`${name} is painted within its budget, without a model or a worker`, async ({ page }) => {
    const server = await serveFiles({ '/': folder })
    await saveData(page)
    const bodies: Promise<{ path: string; type: string; kind: string; bytes: number }>[] = []
    page.on('response', (response) => {
      const body = response.body().then((body) => ({
        path: new URL(response.url()).pathname,
        type: response.headers()['content-type'] ?? '',
        kind: response.request().resourceType(),
        bytes: brotliCompressSync(body).length,
      }))
      bodies.push(body)
    })
    await page.goto(`${server.origin}/${address}`, { waitUntil: 'networkidle' })
    const fetched = await Promise.all(bodies)
    const paths = fetched.map(({ path }) => path)
    expect(paths).toContain(`/${address}`)
    expect(
      paths.filter((path) =>
        /\.(onnx|wasm|bin)$|worker|tokenizer|\/(models|ort|engine|pagefind)\//.test(path),
      ),
    ).toEqual([])
    expect(page.workers()).toEqual([])

    const list = fetched.map(({ path, kind, bytes }) => `${kind} ${path} ${bytes}`).join('\n')
    for (const [kind, limit] of Object.entries(bytes)) {
      const sum = fetched.filter((each) => each.kind === kind).reduce((sum, each) => sum + each.bytes, 0)
      expect(sum, `${kind} of\n${list}`).toBeLessThanOrEqual(limit)
    }
    // Each is of a kind that has a budget, and is a text, which a host may compress.
    for (const { path, kind, type } of fetched) {
      expect(Object.keys(bytes), path).toContain(kind)
      expect(type, path).toMatch(/^text\/|javascript|json|svg\+xml|manifest/)
    }
    expect(fetched.length, list).toBeLessThanOrEqual(requests)

    // What the browser itself held the paint for.
    const blocking = await page.evaluate(() => {
      const entries = performance.getEntriesByType('resource') as (PerformanceResourceTiming & {
        renderBlockingStatus: string
      })[]
      return entries
        .filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking')
        .map(({ name, initiatorType }) => `${initiatorType} ${name}`)
    })
    expect(blocking.filter((entry) => !entry.startsWith('link'))).toEqual([])
    expect(1 + blocking.length, blocking.join(' ')).toBeLessThanOrEqual(critical)
    expect(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length)).toBe(1)
    await server.close()
  })

  test(`${name} says what it is, holds still while it loads, and blocks on no script`, async ({ page }) => {
    const server = await serveFiles({ '/': folder })
    await saveData(page)
    // Scripts come late, as on a slow line: what they add must have had its room.
    let held = Promise.resolve()
    await page.route('**/*.js', async (route) => {
      await held
      await route.continue()
    })
    await page.addInitScript(() => {
      const shifts: number[] = []
      Object.assign(window, { shifts })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shifts.push((entry as PerformanceEntry & { value: number }).value)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    const expectStill = async (state: string) => {
      // Two frames, in which a shift would be told.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      )
      const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)
      expect(
        shifts.reduce((sum, value) => sum + value, 0),
        state,
      ).toBeLessThan(0.1)
    }
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      let release = () => {}
      held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.goto(`${server.origin}/${address}`, { waitUntil: 'commit' })
      // Painted while not one script is there.
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length === 1)
      await expect(page.locator('h1')).toBeVisible()
      release()
      await page.waitForLoadState('networkidle')
      await expectStill(`${width} px, scripts late`)
      await page.reload({ waitUntil: 'networkidle' })
      await expectStill(`${width} px`)
    }

    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    expect((await page.title()).length).toBeGreaterThan(3)
    await expect(page.locator('meta[charset]')).toHaveAttribute('charset', 'utf-8')
    await expect(page.locator('meta[name=viewport]')).toHaveAttribute('content', /width=device-width/)
    await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /^.{30,300}$/)
    await expect(page.locator('script:not([type=module])')).toHaveCount(0)
    // An image without a size would push what is below it.
    await expect(page.locator('img:not([width][height])')).toHaveCount(0)
    await server.close()
  })
}
