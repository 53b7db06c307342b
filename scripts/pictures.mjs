// Makes the pictures of the README from the real pages, as built: `npm run build && npm run pictures -- [name…]`.

import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import sirv from 'sirv'
import { findChromium, launchArguments } from './chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = path.join(root, 'docs/pictures')

/**
 * Each picture: `name` of its file, `folder` that is served, `page` in it, `steps` to the state that is shown.
 * @type {{ name: string, folder: string, page: string, width: number, height: number,
 *   steps(page: import('playwright').Page): Promise<unknown> }[]}
 */
const PICTURES = [
  {
    name: 'demo',
    folder: 'site',
    page: '?device=wasm',
    width: 1280,
    height: 880,
    async steps(page) {
      await page.getByRole('button', { name: 'Git', exact: true }).click()
      await page.getByRole('button', { name: 'Rerank', exact: true }).click()
      await page.locator('#outcome').waitFor({ timeout: 120_000 })
      await page.getByRole('radio', { name: 'Before and after' }).check()
    },
  },
]

const wanted = process.argv.slice(2)
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: launchArguments({ gpu: false }),
})
await mkdir(target, { recursive: true })
for (const picture of PICTURES) {
  if (wanted.length > 0 && !wanted.includes(picture.name)) continue
  await take(picture)
}
await browser.close()

async function take({ name, folder, page: address, width, height, steps }) {
  const server = createServer(sirv(path.join(root, folder), { dev: true }))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await page.goto(`http://localhost:${server.address().port}/${address}`)
  await steps(page)
  // Without the focus ring of the last press.
  await page.evaluate(() => document.activeElement?.blur?.())
  await page.screenshot({ path: path.join(target, `${name}.png`) })
  await page.close()
  server.closeAllConnections()
  server.close()
  console.log(`docs/pictures/${name}.png`)
}
