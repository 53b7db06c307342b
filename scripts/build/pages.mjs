// Builds what a static host serves to pages/: the demo, and the documentation below docs/, each with a link to the other.
import { execFileSync } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const build = (/** @type {string} */ script, /** @type {Record<string, string>} */ addresses) =>
  execFileSync(process.execPath, [script], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...addresses },
  })

build('scripts/build/library.mjs', { DOCS_URL: './docs/index.html' })
build('docs/build.mjs', { DEMO_URL: '../index.html' })
await rm(`${root}pages`, { recursive: true, force: true })
await cp(`${root}site`, `${root}pages`, { recursive: true })
await cp(`${root}docs-site`, `${root}pages/docs`, { recursive: true })
