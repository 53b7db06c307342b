// Makes the pictures of the README and the documentation from the real pages: `npm run build && npm run docs && npm run pictures -- [name…]`.
// The page of private search is built here.

import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build } from 'vite'
import { findChromium, launchArguments } from '../gate/chromium.mjs'
import { serveStatic } from '../static-server.mjs'
import { MOTION_SIZE, recordDemo } from './motion.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const target = path.join(root, 'docs/pictures')

const PRIVATE = '.cache/private-search-pictured'

/**
 * Each picture: `name` of its file, `folder` that is served, `page` in it, `steps` to the state that is shown. `light`: it is
 * not taken in dark as well.
 * @type {{ name: string, folder: string, page: string, width: number, height: number, light?: boolean,
 *   steps(page: import('playwright').Page): Promise<unknown> }[]}
 */
const PICTURES = [
  {
    name: 'demo',
    folder: 'site',
    page: '?device=wasm',
    width: 1280,
    height: 880,
    steps: ranked,
  },
  {
    // What other sites show of a link to the demo.
    name: '../../src/demo/public/og',
    folder: 'site',
    page: '?device=wasm',
    width: 1200,
    height: 630,
    light: true,
    steps: ranked,
  },
  {
    name: 'docs-search',
    folder: 'docs-site',
    page: 'get-started.html',
    width: 1280,
    height: 640,
    async steps(page) {
      await page.getByRole('combobox', { name: 'Search the documentation' }).fill('how fast is it')
      await page.keyboard.press('Enter')
      await page.locator('webrerank-search mark').first().waitFor({ timeout: 120_000 })
    },
  },
  {
    name: 'private-search',
    folder: PRIVATE,
    page: '',
    width: 1280,
    height: 800,
    async steps(page) {
      await page.locator('#samples').click()
      await page.locator('#outcome').waitFor({ timeout: 60_000 })
      await page.locator('#outcome-close').click()
      await page.locator('#query').fill('how do I get out of the contract')
      await page.keyboard.press('Enter')
      await page.locator('#hits mark').first().waitFor({ timeout: 120_000 })
    },
  },
]

/**
 * The demo with an example that it ranks with the model that is loaded by then.
 * @param {import('playwright').Page} page
 */
async function ranked(page) {
  await page.locator('#results[data-state=after]:not([aria-busy])').waitFor({ timeout: 120_000 })
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await page.locator('#board-after mark', { hasText: '30 days' }).waitFor({ timeout: 120_000 })
}

const wanted = process.argv.slice(2)
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: launchArguments({ gpu: false }),
})
await mkdir(target, { recursive: true })
for (const picture of PICTURES) {
  if (!isWanted(path.basename(picture.name))) continue
  if (picture.folder === PRIVATE) await buildPrivateSearch()
  for (const scheme of schemesOf(picture)) await take(picture, scheme)
}
if (isWanted('demo-motion')) for (const scheme of schemesOf({})) await film(scheme)
await browser.close()

/** @param {string} name */
function isWanted(name) {
  return wanted.length === 0 || wanted.includes(name)
}

/** @param {{ light?: boolean }} picture @returns {('light' | 'dark')[]} */
function schemesOf({ light }) {
  return light ? ['light'] : ['light', 'dark']
}

/**
 * The file of a picture: that in dark has a name that the documentation's images look for.
 * @param {string} name
 * @param {'light' | 'dark'} scheme
 * @param {string} ending
 */
function fileOf(name, scheme, ending) {
  return path.join(target, `${name}${scheme === 'dark' ? '-dark' : ''}.${ending}`)
}

async function buildPrivateSearch() {
  const folder = path.join(root, 'examples/private-search')
  await build({
    root: folder,
    configFile: path.join(folder, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: path.join(root, PRIVATE), emptyOutDir: true },
  })
}

/**
 * @param {typeof PICTURES[number]} picture
 * @param {'light' | 'dark'} scheme
 */
async function take({ name, folder, page: address, width, height, steps }, scheme) {
  const site = await serveStatic({ '/': path.join(root, folder) })
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  await page.goto(new URL(address, site.origin).href)
  await steps(page)
  // Without the focus ring of the last press; a search box closes without it.
  if (name !== 'docs-search')
    await page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur())
  const file = fileOf(name, scheme, 'png')
  await page.screenshot({ path: file })
  await page.close()
  await site.close()
  console.log(path.relative(root, file))
}

/** @param {'light' | 'dark'} scheme */
async function film(scheme) {
  const site = await serveStatic({ '/': path.join(root, 'site') })
  const page = await browser.newPage({ viewport: MOTION_SIZE, colorScheme: scheme })
  const file = fileOf('demo-motion', scheme, 'webp')
  await recordDemo(page, new URL('?device=wasm', site.origin).href, file)
  await page.close()
  await site.close()
  console.log(path.relative(root, file))
}
