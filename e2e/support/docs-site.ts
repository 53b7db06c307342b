import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type FileServer, serveFiles } from './file-server.js'
import { test as base, expect } from './watched.js'

export { expect }

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The folder of the built documentation. */
export const SITE = fileURLToPath(new URL('../../docs-site', import.meta.url))

/** The built site some folders deep on a host that sets no header, and what went wrong in its page. */
export const test = base.extend<{
  server: FileServer
  problems: string[]
  open: (name: string) => Promise<void>
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  server: async ({}, use) => {
    // The gate has built it; a run of these files alone may not have.
    if (!existsSync(SITE)) execFileSync(process.execPath, ['docs/build.mjs'], { cwd: ROOT })
    const server = await serveFiles({ '/some/base/': 'docs-site/' })
    await use(server)
    await server.close()
  },
  problems: async ({ context, server }, use) => {
    const problems: string[] = []
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text())
    })
    context.on('request', (request) => {
      if (!request.url().startsWith(`${server.origin}/some/base/`))
        problems.push(`a request to ${request.url()}`)
    })
    await use(problems)
    expect(problems).toEqual([])
  },
  open: async ({ page, server, problems: _ }, use) =>
    use(async (name) => void (await page.goto(`${server.origin}/some/base/${name}.html`))),
})
