import type { Page } from '@playwright/test'
import { close, createIndex } from 'pagefind'
import { box, expect, options, test } from '../support/element.js'

/** Pages by address, and the headings that each has. */
const HEADINGS = { '/long/': 400, '/longest/': 1000, '/short/': 1, '/other/': 2 }

const html = (url: string, headings: number) =>
  `<!doctype html><html lang="en"><title>${url}</title><body><h1>Refunds ${url}</h1>${Array.from(
    { length: headings },
    (_, i) => `<h2 id="part-${i}">Part ${i}</h2><p>A refund of kind ${i} takes ${i} days.</p>`,
  ).join('')}</body></html>`

/** A long page costs Pagefind seconds on a busy machine. */
const SLOW = { timeout: 60_000 }

let files: Map<string, Buffer>
/** The file with the text of each page, by address. */
let fragments: Map<string, string>

test.beforeAll(async () => {
  const { index } = await createIndex({})
  fragments = new Map()
  let known: string[] = []
  for (const [url, headings] of Object.entries(HEADINGS)) {
    await index!.addHTMLFile({ url, content: html(url, headings) })
    const { files: written } = await index!.getFiles()
    const now = written.map(({ path }) => path).filter((path) => path.startsWith('fragment/'))
    fragments.set(url, now.find((path) => !known.includes(path))!)
    known = now
    files = new Map(written.map(({ path, content }) => [path, Buffer.from(content)]))
  }
  await close()
})

/** Serves the index, and holds a page's text back until it is let go. */
async function serve(page: Page, held: string) {
  const requests: string[] = []
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.context().route('**/headings/**', async (route) => {
    const name = new URL(route.request().url()).pathname.replace('/headings/', '')
    requests.push(name)
    if (name === fragments.get(held)) await released
    const type = name.endsWith('.js') ? 'text/javascript' : 'application/octet-stream'
    const body = files.get(name)
    await route.fulfill(body ? { body, contentType: type } : { status: 404 })
  })
  return { requests, release }
}

for (const held of ['/long/', '/longest/']) {
  test(`a page of ${HEADINGS[held as keyof typeof HEADINGS]} headings keeps no other from being shown, and is fetched once`, async ({
    page,
    open,
  }) => {
    const { requests, release } = await serve(page, held)
    await open('<webrerank-search src="/headings/"></webrerank-search>')
    await box(page).fill('refund')
    const found = (url: string) => options(page).filter({ hasText: `Refunds ${url}` })
    const others = Object.keys(HEADINGS).filter((url) => url !== held)
    for (const url of others) await expect(found(url).first()).toBeVisible(SLOW)
    await expect(found(held)).toHaveCount(0)
    release()
    // A query that was ranked without it finds it as the next one.
    await box(page).fill('refund days')
    await expect(found(held).first()).toBeVisible(SLOW)
    for (const url of others) await expect(found(url).first()).toBeVisible(SLOW)
    const texts = requests.filter((name) => name.startsWith('fragment/'))
    expect(texts.toSorted()).toEqual([...fragments.values()].toSorted())
  })
}
