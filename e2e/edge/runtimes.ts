import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { EdgeRuntime, runServer } from 'edge-runtime'
import { Miniflare } from 'miniflare'
import { build } from 'vite'
import { allowRelaxed } from '../../kernels/relaxed-in-node.mjs'
import { type ChildServer, startChildServer } from '../support/child-server.js'
import { serveFiles } from '../support/file-server.js'

/** A runtime of the edge with the app of app.mjs in it. */
export type Running = ChildServer

const HERE = fileURLToPath(new URL('.', import.meta.url))
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url))
const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url))

/** The newest date that the installed workerd knows may be older than today. */
export const COMPATIBILITY_DATE = '2026-05-01'

/**
 * workerd, the runtime of Cloudflare Workers, with the preset's files as its bundler would give them.
 * @param compatibilityDate old dates have fewer of the web's interfaces
 */
async function startWorkerd(compatibilityDate = COMPATIBILITY_DATE): Promise<Running> {
  const main = `import { createHandler } from './edge-cloudflare.js'
    import * as edge from './edge.js'
    import { createApp } from './app.js'
    const app = createApp(createHandler, edge)
    export default { fetch: (request) => app(request) }`
  const read = (name: string) => readFileSync(path.join(DIST, name))
  const miniflare = new Miniflare({
    compatibilityDate,
    modulesRoot: DIST,
    modules: [
      { type: 'ESModule', path: path.join(DIST, 'main.js'), contents: main },
      {
        type: 'ESModule',
        path: path.join(DIST, 'app.js'),
        contents: readFileSync(path.join(HERE, 'app.mjs')),
      },
      ...['edge.js', 'edge-core.js', 'edge-cloudflare.js'].map((name) => ({
        type: 'ESModule' as const,
        path: path.join(DIST, name),
        contents: read(name),
      })),
      ...['plain', 'relaxed'].map((name) => ({
        type: 'CompiledWasm' as const,
        path: path.join(DIST, `engine/${name}.wasm`),
        contents: read(`engine/${name}.wasm`),
      })),
      ...[
        'edge/tokenizer',
        'edge/weights',
        'models/webrerank-tiny-en/match',
        'models/webrerank-tiny-en/related',
        'models/webrerank-tiny-en/vectors',
      ].map((name) => ({
        type: 'Data' as const,
        path: path.join(DIST, `${name}.bin`),
        contents: read(`${name}.bin`),
      })),
    ],
  })
  const url = await miniflare.ready
  return { url: url.origin, stop: () => miniflare.dispose() }
}

/** Deno or Bun, in a process of its own. */
const startProcess = (command: string, args: readonly string[]): Promise<Running> =>
  startChildServer(command, [...args, path.join(HERE, 'serve.mjs')])

/** The package's own command is put in its place by a script at install, which is not run here. */
function findBun(): string {
  const folder = path.join(MODULES, '@oven')
  const found = readdirSync(folder).map((name) => path.join(folder, name, 'bin/bun'))
  return found.find(existsSync)!
}

/** Vercel's Edge runtime: the app as one script, modules compiled by the platform, the model fetched. */
async function startEdgeRuntime(): Promise<Running> {
  allowRelaxed()
  const files = await serveFiles({ '/webrerank/': 'dist/' })
  const modules: Record<string, WebAssembly.Module> = {}
  const id = path.join(HERE, 'vercel-main.js')
  const compiled = {
    name: 'compiled-modules',
    enforce: 'pre' as const,
    resolveId: (source: string) => (source === id || source.endsWith('?module') ? source : null),
    load(source: string) {
      if (source === id)
        return `import { createHandler } from ${JSON.stringify(path.join(DIST, 'edge-vercel.js'))}
          import * as edge from ${JSON.stringify(path.join(DIST, 'edge.js'))}
          import { createApp } from ${JSON.stringify(path.join(HERE, 'app.mjs'))}
          const base = ${JSON.stringify(`${files.origin}/webrerank/`)}
          const app = createApp((options) => createHandler({ ...options, base }), edge)
          addEventListener('fetch', (event) => event.respondWith(app(event.request)))`
      if (!source.endsWith('?module')) return null
      const name = path.basename(source, '.wasm?module')
      modules[name] = new WebAssembly.Module(readFileSync(path.join(DIST, `engine/${name}.wasm`)))
      return `export default globalThis.compiledModules[${JSON.stringify(name)}]`
    },
  }
  const output = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [compiled],
    build: { write: false, lib: { entry: id, formats: ['iife'], name: 'app' }, target: 'es2022' },
  })
  const [bundle] = [output].flat() as unknown as [{ output: [{ code: string }] }]
  const { code } = bundle.output[0]
  const runtime = new EdgeRuntime({
    initialCode: code,
    extend: (context) => Object.assign(context, { compiledModules: modules }),
  })
  const server = await runServer({ runtime, host: '127.0.0.1', port: 0 })
  return {
    url: server.url.replace(/\/$/, ''),
    async stop() {
      await server.close()
      await files.close()
    },
  }
}

export const RUNTIMES: Record<string, () => Promise<Running>> = {
  workerd: startWorkerd,
  'workerd of an old date': () => startWorkerd('2023-03-01'),
  Deno: () =>
    startProcess(path.join(MODULES, '.bin/deno'), [
      'run',
      '--no-config',
      '--no-lock',
      '--allow-read',
      '--allow-net',
    ]),
  Bun: () => startProcess(findBun(), ['run']),
  'edge-runtime': startEdgeRuntime,
}
