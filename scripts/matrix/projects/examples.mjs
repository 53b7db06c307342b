// The folders of examples/ that install the package from npm: as they are, with the packed package in its place.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installExtension, withExtensions } from '../extension.mjs'
import { REQUEST } from './app.mjs'
import { pinned } from './versions.mjs'

/** @import { Browser } from 'playwright' */
/** @import { Project } from '../types.js' */

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const FOLDER = path.join(ROOT, 'examples')
const QUIET = { ASTRO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' }

/** The files of an example, by their paths in it. @param {string} name */
const filesOf = (name) => filesIn(path.join(FOLDER, name))

/** The files of a folder by their paths, with a prefix. @param {string} folder @param {string} [prefix] */
function filesIn(folder, prefix = '') {
  /** @type {Record<string, string>} */
  const files = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.relative(folder, path.join(entry.parentPath, entry.name))
    if (
      !entry.isFile() ||
      /(^|\/)(node_modules|dist|\.\w+)\/|^(package(-lock)?\.json|README\.md)$/.test(file)
    )
      continue
    files[prefix + file] = readFileSync(path.join(folder, file), 'utf8')
  }
  return files
}

/**
 * An example's own package.json says what it depends on; the package itself comes as it is packed.
 * @param {string} name
 */
export function dependenciesOf(name) {
  const manifest = JSON.parse(readFileSync(path.join(FOLDER, name, 'package.json'), 'utf8'))
  const { webrerank, ...dependencies } = { ...manifest.dependencies, ...manifest.devDependencies }
  return { webrerank, dependencies, scripts: manifest.scripts }
}

/** @param {string} name @param {string} title @param {string} versionOf @param {Project['runs'][number]} run @returns {Project} */
function example(name, title, versionOf, run) {
  const { dependencies, scripts } = dependenciesOf(name)
  return {
    name: `example-${name}`,
    title: `examples/${name}: ${title}`,
    version: dependencies[versionOf],
    dependencies,
    manifest: { scripts },
    files: filesOf(name),
    runs: [{ environment: QUIET, ...run }],
  }
}

const BUILD = ['npm', 'run', 'build']

/** Asks the search box of a site, whose answer shares no word with the question. @param {{ browser: Browser, origin: string }} context */
async function askShop({ browser, origin }) {
  const page = await browser.newPage()
  try {
    await page.goto(origin)
    await page.getByRole('combobox', { name: 'Search this shop' }).fill('can I get my money back?')
    await page.keyboard.press('Enter')
    const first = page.locator('webrerank-search').getByRole('option').first()
    await first.filter({ hasText: 'full refund' }).waitFor({ timeout: 60_000 })
  } finally {
    await page.close()
  }
}

/** @param {{ origin: string }} context */
async function askServer({ origin }) {
  const response = await fetch(new URL('v1/rerank', origin), {
    method: 'POST',
    body: JSON.stringify(Function(`return ${REQUEST}`)()),
  })
  const { results } = await response.json()
  if (results?.[0].index !== 1) throw new Error(`it answered ${response.status} ${JSON.stringify(results)}`)
}

/** @type {Project} Its folder has no package.json, since in the repository it runs on the package as it is built. */
const worker = {
  name: 'example-cloudflare-worker',
  title: 'examples/cloudflare-worker: workerd',
  ...pinned('cloudflare-worker'),
  files: filesOf('cloudflare-worker'),
  runs: [{ name: 'run', serve: ['node', 'run.mjs', '{port}'], page: '/', check: askServer }],
}

const ANSWER = 'You can return any item within 30 days for a full refund.'
const SHOP = `<!doctype html><title>A shop</title><p>Money was first coined in Lydia, long ago.</p><p>${ANSWER}</p>`

/** Asks the extension about a page. @param {{ folder: string, origin: string }} context */
async function askExtension({ folder, origin }) {
  const profile = mkdtempSync(path.join(tmpdir(), 'webrerank-extension-'))
  try {
    await withExtensions(profile, async (context) => {
      const { openPopup } = await installExtension(context, path.join(folder, 'examples/extension/dist'))
      const [page = await context.newPage()] = context.pages()
      await page.route('**/*', (route) => route.fulfill({ body: SHOP, contentType: 'text/html' }))
      await page.goto(origin)
      const popup = await openPopup(page)
      await popup.getByLabel('Question').fill('Can I get my money back?')
      await popup.getByRole('button', { name: 'Ask' }).click()
      await popup.locator('#results li').first().filter({ hasText: ANSWER }).waitFor({ timeout: 60_000 })
    })
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** @type {Project} As the Worker, it has no package.json. Its colours are those of `design/`, two folders up. */
const extension = {
  name: 'example-extension',
  title: 'examples/extension: Vite, in Chromium',
  ...pinned('extension'),
  files: {
    ...filesIn(path.join(FOLDER, 'extension'), 'examples/extension/'),
    ...filesIn(path.join(ROOT, 'design'), 'design/'),
  },
  runs: [
    {
      name: 'build',
      build: [['npx', 'vite', 'build', 'examples/extension']],
      output: 'examples/extension/dist',
      page: '/',
      check: askExtension,
    },
  ],
}

export const EXAMPLES = [
  example('vanilla', 'Vite', 'vite', { name: 'build', build: [BUILD], output: 'dist', page: '/' }),
  example('react', 'React', 'react', { name: 'build', build: [BUILD], output: 'dist', page: '/' }),
  example('nextjs', 'Next.js', 'next', {
    name: 'build and start',
    build: [BUILD],
    serve: ['npm', 'start', '--', '--port', '{port}'],
    page: '/',
  }),
  example('astro-pagefind', 'Astro', 'astro', {
    name: 'build',
    build: [BUILD],
    output: 'dist',
    page: '/',
    check: askShop,
  }),
  extension,
  worker,
]
