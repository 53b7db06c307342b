import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { preview } from 'vite'
import { findChromium, launchArguments } from '../../../scripts/gate/chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const outDir = path.resolve(root, '../../.cache/private-search-measured')

/** Builds the page and opens it, in a browser that keeps its files on the disk as that of a person does. */
export async function openPage() {
  execFileSync(
    process.execPath,
    [
      'node_modules/vite/bin/vite.js',
      'build',
      root,
      '--outDir',
      outDir,
      '--emptyOutDir',
      '--logLevel',
      'error',
    ],
    { cwd: path.resolve(root, '../..'), stdio: 'inherit' },
  )
  const server = await preview({ root, build: { outDir }, preview: { port: 0, strictPort: false } })
  const executablePath = findChromium()
  // In a private window, files are in the memory of another process, and each write of the database waits for it.
  const profile = mkdtempSync(path.join(tmpdir(), 'webrerank-private-'))
  const browser = await chromium.launchPersistentContext(profile, {
    ...(executablePath && { executablePath }),
    args: launchArguments({ gpu: false }),
  })
  const page = await browser.newPage()
  await page.goto(server.resolvedUrls.local[0])
  await page.locator('#welcome').waitFor()
  return {
    page,
    profile,
    async close() {
      await browser.close()
      await server.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/**
 * A real drop of a folder.
 * @param {import('playwright').Page} page
 * @param {string} folder
 */
export async function dropFolder(page, folder) {
  const client = await page.context().newCDPSession(page)
  const data = { items: [], files: [folder], dragOperationsMask: 1 }
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop'])) {
    await client.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  }
}
