import type { Page } from '@playwright/test'
import { CONTENT_SECURITY_POLICY } from '../../examples/private-search/policy.js'
import { BUILT } from './built-pages.js'
import { drop } from './drop.js'
import { type FileServer, serveFiles } from './file-server.js'
import { folder } from './private-search-files.js'
import { test as base, expect as expectSoon } from './watched.js'

export { drop }

// Files are written to disk and read from it: a busy machine takes its time.
export const expect = expectSoon.configure({ timeout: 30_000 })

/** examples/private-search, built as its readers build it and served with the policy that they serve it with. */
export const test = base.extend<{ server: FileServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  server: async ({}, use) => {
    const server = await serveFiles({ '/': BUILT.privateSearch })
    server.headers['Content-Security-Policy'] = CONTENT_SECURITY_POLICY
    await use(server)
    await server.close()
  },
})

/** Opens the page, empty. */
export async function open(page: Page, server: FileServer) {
  await page.goto(server.origin)
  await expect(page.getByRole('heading', { name: 'Drop files or a folder here' })).toBeVisible()
}

/** The note on what came of reading. */
export const added = (page: Page) => page.getByRole('region', { name: 'Files added' })

/** Opens the page, with what can be read of {@link folder}. */
export async function addAll(page: Page, server: FileServer) {
  await open(page, server)
  await drop(page, [folder])
  await expect(added(page)).toContainText('6 files added', { timeout: 30_000 })
}

/** What the line under the search box says once results are ranked. */
export const RANKED = / ranked in /

/** Asks with Enter, and waits for the marked sentence: the last that comes. */
export async function ask(page: Page, query: string) {
  await page.getByRole('searchbox').fill(query)
  await page.keyboard.press('Enter')
  await expect(page.locator('#stage')).toContainText(RANKED, { timeout: 60_000 })
  await expect(page.locator('#hits mark').first()).toBeVisible()
  return page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading') })
    .first()
}
