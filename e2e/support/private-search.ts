import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test as base, expect as expectSoon, type Page } from '@playwright/test'
import { build } from 'vite'
import { CONTENT_SECURITY_POLICY } from '../../examples/private-search/policy.js'
import { type FileServer, serveFiles } from './file-server.js'
import { createPdf } from './pdf.js'

const FILES: Record<string, string | Buffer> = {
  'kettle.md':
    '# Kettle\n\n## Warranty\n\nIt was blue once. We repair or replace a faulty kettle free of charge for two years after it was bought.\n\n## Care\n\nTo remove limescale, fill it with water and vinegar, leave it for an hour, and rinse.',
  'keys.txt':
    'Keys, keys, keys: how long a list of keys is, and which keys the landlord has.\n\nA spare one hangs by the door.',
  'flat.html':
    '<title>No text</title><script>document.title = "run"</script><h1>Moving out</h1><p>The landlord pays the deposit back within six weeks after the keys were handed over.</p>',
  'help/faq.json': JSON.stringify({
    faq: [
      { title: 'Names', text: 'Names of the login are names of people.' },
      {
        title: 'Forgotten password',
        text: 'To reset your password, open the login page and press the link.',
      },
    ],
  }),
  'facts.csv':
    'fact,source\n"Autumn leaves: change of the train timetable, autumn change at nine.",railway\n"In autumn chlorophyll breaks down, and the yellow pigments of leaves become visible.",book\n',
  'manual.pdf': createPdf([
    ['Ladder manual', 'Nothing of interest is on this page.'],
    [
      'Safety',
      'Never climb the ladder while the hinge is unlocked, since it folds under',
      'load and throws you off.',
    ],
  ]),
  'broken.json': '{ "a": ',
  'damaged.pdf': 'this is no PDF',
  'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  'binary.txt': Buffer.from([0, 1, 2, 3]),
}

// Files are written to disk and read from it: a busy machine takes its time.
export const expect = expectSoon.configure({ timeout: 30_000 })

/** Holds a file of each type, and some that cannot be read. */
export const folder = path.resolve('.cache/private-search-files')

/** examples/private-search, built as its readers build it and served with the policy that they serve it with. */
export const test = base.extend<{ server: FileServer }, { built: string }>({
  built: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const root = path.resolve('examples/private-search')
      const outDir = path.resolve('.cache/private-search')
      await build({
        root,
        configFile: path.join(root, 'vite.config.ts'),
        logLevel: 'error',
        build: { outDir, emptyOutDir: true },
      })
      rmSync(folder, { recursive: true, force: true })
      for (const [name, content] of Object.entries(FILES)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
        writeFileSync(path.join(folder, name), content)
      }
      await use(outDir)
    },
    { scope: 'worker' },
  ],
  server: async ({ built: _ }, use) => {
    const server = await serveFiles({ '/': '.cache/private-search/' })
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

/** A real drag and drop of paths of this machine, folders too. */
export async function drop(page: Page, paths: string[]) {
  const client = await page.context().newCDPSession(page)
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  }
}

/** The note on what came of reading. */
export const added = (page: Page) => page.getByRole('region', { name: 'What was read' })

/** Opens the page, with what can be read of {@link folder}. */
export async function addAll(page: Page, server: FileServer) {
  await open(page, server)
  await drop(page, [folder])
  await expect(added(page)).toContainText('6 files added', { timeout: 30_000 })
}

/** Asks with Enter, and waits for the marked sentence: the last that comes. */
export async function ask(page: Page, query: string) {
  await page.getByRole('searchbox').fill(query)
  await page.keyboard.press('Enter')
  await expect(page.locator('#stage')).toContainText(/reranked in|^1 passage/, { timeout: 60_000 })
  await expect(page.locator('#hits mark').first()).toBeVisible()
  return page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading') })
    .first()
}

/** A folder of so many notes of 8 kB. */
export function writeNotes(name: string, count: number): string {
  const target = path.resolve('.cache', name)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  for (let i = 0; i < count; i++) {
    const parts = Array.from(
      { length: 40 },
      (_, k) =>
        `## Part ${k}\n\nNote ${i} tells in part ${k} of the harbour, of ship ${(i * 31 + k) % 997}, and of what it carried over the sea to the town on that day, in crates and in sacks.`,
    )
    writeFileSync(path.join(target, `note-${i}.md`), parts.join('\n\n'))
  }
  return target
}
