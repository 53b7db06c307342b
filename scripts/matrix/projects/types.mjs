// Types as an application sees them: every subpath, by every way to resolve, with the package's own types checked too.
import { readFileSync } from 'node:fs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

/** @type {{ exports: Record<string, string> }} */
const { exports } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))

/** Subpaths with types of peers, which are the peers' own to check. */
const OF_PEERS = /ai-sdk|langchain|llamaindex|orama|flexsearch|minisearch/
const subpaths = Object.keys(exports).filter(
  (name) => !/[*]|package\.json/.test(name) && !OF_PEERS.test(name),
)
const importAll = (/** @type {string[]} */ names) =>
  `${names.map((name, i) => `import * as entry${i} from 'webrerank${name.slice(1)}'\nvoid entry${i}`).join('\n')}\n`

const PAGE = ['es2023', 'dom', 'dom.iterable']

/** @param {string} module @param {string} moduleResolution @param {string[]} lib @param {string} file */
const config = (module, moduleResolution, lib, file) =>
  JSON.stringify({
    compilerOptions: {
      ...{ noEmit: true, strict: true, target: 'es2022', skipLibCheck: false },
      types: lib === PAGE ? [] : ['node'],
      ...{ module, moduleResolution, lib },
    },
    files: [file],
  })

/** @param {string} version @returns {Project} */
const typescript = (version) => {
  const name = `typescript-${version}`
  const check = (/** @type {string} */ run, /** @type {string} */ project) => ({
    name: run,
    result: 'compiles',
    build: [['node', 'node_modules/typescript/bin/tsc', '-p', project]],
  })
  return {
    name,
    title: 'TypeScript',
    ...pinned(name),
    files: {
      'page.ts': importAll(subpaths.filter((name) => name !== './server')),
      'server.ts': importAll(['./server']),
      'bundler.json': config('esnext', 'bundler', PAGE, 'page.ts'),
      'node16.json': config('node16', 'node16', PAGE, 'page.ts'),
      'nodenext.json': config('nodenext', 'nodenext', PAGE, 'page.ts'),
      'server.json': config('nodenext', 'nodenext', ['es2023'], 'server.ts'),
    },
    runs: [
      check('bundler', 'bundler.json'),
      check('node16', 'node16.json'),
      check('nodenext', 'nodenext.json'),
      check('server, without dom', 'server.json'),
    ],
  }
}

export const TYPES = [typescript('7'), typescript('5.4')]
