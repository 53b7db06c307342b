import { page, REQUEST, rankAndTell } from './app.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const YARN = ['node', 'node_modules/@yarnpkg/cli-dist/bin/yarn.js', '--cwd', 'app']

const ON_SERVER = `import { createReranker } from 'webrerank/server'
const reranker = createReranker({ runtime: 'wasm' })
const { results } = await reranker.rank(${REQUEST})
reranker.dispose()
if (results[0].index !== 1) throw new Error('ranked wrongly')
`

/** @type {Project} */
const parcel = {
  name: 'parcel',
  title: 'Parcel',
  ...pinned('parcel'),
  files: { 'index.html': page('./main.js'), 'main.js': rankAndTell('webrerank/inline') },
  manifest: { '@parcel/resolver-default': { packageExports: true } },
  runs: [
    {
      name: 'webrerank/inline',
      build: [['npx', 'parcel', 'build', 'index.html', '--no-cache', '--no-source-maps']],
      output: 'dist',
      page: '/',
    },
  ],
}

/** @type {Project} */
const pnpm = {
  name: 'pnpm',
  title: 'pnpm and Vite',
  ...pinned('pnpm'),
  install: [
    ['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'],
    [
      'npx',
      'pnpm',
      '--dir',
      'app',
      'add',
      '{tarball}',
      `vite@${pinned('vite-8').version}`,
      '--ignore-workspace',
    ],
  ],
  files: {
    'app/package.json': JSON.stringify({ name: 'app', private: true, type: 'module' }),
    'app/index.html': page('/main.js'),
    'app/main.js': rankAndTell(),
  },
  runs: [
    {
      name: 'development',
      serve: [
        'npx',
        'pnpm',
        '--dir',
        'app',
        'exec',
        'vite',
        '--port',
        '{port}',
        '--strictPort',
        '--host',
        'localhost',
      ],
      page: '/',
    },
  ],
}

/** @type {Project} Packages stay in archives: nothing is in `node_modules`. */
const yarn = {
  name: 'yarn',
  title: 'Yarn PnP and Vite',
  ...pinned('yarn'),
  install: [
    ['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'],
    // Yarn looks for optional packages too, of which Vite 8.4.0 names one that the registry does not have.
    [...YARN, 'add', 'webrerank@file:{tarball}', `vite@${pinned('vite-7').version}`],
  ],
  files: {
    'app/package.json': JSON.stringify({ name: 'app', private: true, type: 'module' }),
    // Makes the folder a project of its own, and forgets the package that was packed before.
    'app/yarn.lock': '',
    'app/.yarnrc.yml':
      'nodeLinker: pnp\nenableTelemetry: false\nenableGlobalCache: false\nchecksumBehavior: update\nenableImmutableInstalls: false\n',
    'app/index.html': page('/main.js'),
    'app/main.js': rankAndTell(),
  },
  runs: [
    {
      name: 'development',
      serve: [...YARN, 'vite', '--port', '{port}', '--strictPort', '--host', 'localhost'],
      page: '/',
    },
    { name: 'build', build: [[...YARN, 'vite', 'build']], output: 'app/dist', page: '/' },
  ],
}

/** What tests of pages run in: a document, and no workers. */
const IN_JSDOM = `import { JSDOM } from 'jsdom'
const { window } = new JSDOM('<!doctype html>', { url: 'https://example.com/' })
for (const name of ['window', 'document', 'location', 'HTMLElement', 'customElements', 'Event'])
  Object.defineProperty(globalThis, name, { value: name === 'window' ? window : window[name], configurable: true })
const { createReranker } = await import('webrerank')
await import('webrerank/element')
const reranker = createReranker()
const availability = await reranker.availability()
if (availability !== 'unavailable') throw new Error('availability is ' + availability)
const error = await reranker.rank(${REQUEST}).then(() => undefined, (error) => error)
if (error?.code !== 'unsupported_device' || !error.message.includes('webrerank/server'))
  throw new Error('rank() answered ' + error)
`

/** @type {Project} */
const jsdom = {
  name: 'jsdom',
  title: 'jsdom',
  ...pinned('jsdom'),
  files: { 'main.mjs': IN_JSDOM },
  runs: [{ name: 'import', build: [['node', 'main.mjs']], result: 'says that it has no workers' }],
}

/** @type {Project[]} */
const servers = [
  {
    name: 'bun',
    title: 'Bun, webrerank/server',
    ...pinned('bun'),
    files: { 'main.mjs': ON_SERVER },
    runs: [{ name: 'run', build: [['npx', 'bun', 'main.mjs']] }],
  },
  {
    name: 'deno',
    title: 'Deno, webrerank/server',
    ...pinned('deno'),
    files: { 'main.mjs': ON_SERVER },
    runs: [{ name: 'run', build: [['npx', 'deno', 'run', '-A', 'main.mjs']] }],
  },
]

export const OTHERS = [parcel, pnpm, yarn, ...servers, jsdom]
