import { execFileSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { close, createIndex } from 'pagefind'
import { CLI } from '../support/api-server.js'
import { box, expect, options, reranked, test } from '../support/element.js'
import { serveFiles } from '../support/file-server.js'

/** No word of it, and none related to one, is in the page that answers. */
const QUESTION = 'how do I get rid of ants in the kitchen'
const ANSWER = {
  title: 'Small visitors',
  text: 'Seal cracks, wipe up crumbs, and set bait along their paths.',
}

/** More pages than the box reads without a word of the query in them, the one that answers among the last. */
async function writeSite(): Promise<string> {
  const { index } = await createIndex({})
  const others = Array.from({ length: 60 }, (_, i) => ({
    title: `Bicycle ${i}`,
    text: `Model ${i} has a light frame, ${i + 3} gears and a bell.`,
  }))
  for (const [i, { title, text }] of [...others, ANSWER].entries())
    await index!.addHTMLFile({
      url: `/${i}/`,
      content: `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><h2 id="more">More</h2><p>${text}</p></body></html>`,
    })
  const folder = await mkdtemp(path.join(tmpdir(), 'webrerank-'))
  await index!.writeFiles({ outputPath: path.join(folder, 'pagefind') })
  await close()
  return folder
}

test('webrerank index lets the box of a large site find a section by meaning alone', async ({ page }) => {
  const folder = await writeSite()
  execFileSync(process.execPath, [CLI, 'index', folder, '--quiet'])
  const server = await serveFiles({ '/dist/': 'dist/', '/pagefind/': path.join(folder, 'pagefind') })
  // No time to read on: as on a site that is too large to be read in whole.
  const tag = (vectors: string) =>
    `<webrerank-search src="/pagefind/" reading-time="0" ${vectors}></webrerank-search>`
  await page.route('**/bare.html', (route) =>
    route.fulfill({
      body: `<!doctype html><html lang="en"><title>Bare</title><script type="module" src="/dist/element.js"></script>${tag('')}</html>`,
      contentType: 'text/html; charset=utf-8',
    }),
  )
  await page.goto(`${server.origin}/bare.html`)
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  // By words alone it is not among the pages that are read.
  await expect(page.getByRole('status')).toHaveText(/Nothing here answers this|Ranked on your device/, {
    timeout: 90_000,
  })
  await expect(options(page).filter({ hasText: ANSWER.title })).toHaveCount(0)
  // The attribute takes effect at once.
  await page.evaluate(() => document.querySelector('webrerank-search')!.setAttribute('vectors', ''))
  await box(page).fill(`${QUESTION}?`)
  await page.keyboard.press('Enter')
  await reranked(page)
  await expect(options(page).first()).toContainText(ANSWER.title)
  await page.evaluate(() => document.querySelector('webrerank-search')!.remove())
  await server.close()
})
