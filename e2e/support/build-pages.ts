import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { close } from 'pagefind'
import { build, type InlineConfig } from 'vite'
import { BUILT } from './built-pages.js'
import { writeFiles } from './private-search-files.js'
import { buildPagefind } from './search-pages.js'

/** Playwright's global set-up: builds once what several workers use. */
export default async function buildPages(): Promise<void> {
  const entry = (file: string) => path.resolve('dist', file)
  await bundle('e2e/pages/clients', BUILT.clients, {
    configFile: false,
    resolve: { alias: { webrerank: entry('index.js') } },
    build: { target: 'es2022' },
  })
  await bundle('e2e/pages/search', BUILT.search, {
    configFile: false,
    resolve: {
      alias: [
        { find: /^webrerank$/, replacement: entry('index.js') },
        { find: /^webrerank\/search$/, replacement: entry('search.js') },
        { find: /^webrerank\/search\/(.+)$/, replacement: entry('search-$1.js') },
      ],
    },
    build: { target: 'es2022', chunkSizeWarningLimit: 1000 },
  })
  // Examples are built as their readers build them.
  for (const [example, output] of [
    ['pipeline', BUILT.pipeline],
    ['private-search', BUILT.privateSearch],
  ] as const)
    await bundle(`examples/${example}`, output, {
      configFile: path.resolve('examples', example, 'vite.config.ts'),
    })
  await writePagefind()
  writeFiles()
}

function bundle(root: string, output: string, config: InlineConfig) {
  return build({
    root: path.resolve(root),
    logLevel: 'error',
    ...config,
    build: { ...config.build, outDir: path.resolve(output), emptyOutDir: true },
  })
}

/** Pagefind's index of the pages that tests search. */
async function writePagefind(): Promise<void> {
  const folder = path.resolve(BUILT.pagefind)
  await rm(folder, { recursive: true, force: true })
  for (const [name, content] of await buildPagefind()) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  await close()
}
