// Runs the Worker on this machine in workerd, the runtime of Cloudflare Workers, as wrangler.json describes it:
//   node examples/cloudflare-worker/run.mjs [port]
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Miniflare } from 'miniflare'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const config = JSON.parse(await readFile(path.join(here, 'wrangler.json'), 'utf8'))

/** What wrangler's bundler does at a deployment: one script, with modules and data beside it. */
async function bundle() {
  /** @type {import('miniflare').ModuleDefinition[]} */
  const modules = []
  const asModules = {
    name: 'modules-and-data',
    enforce: /** @type {const} */ ('pre'),
    async resolveId(source, importer) {
      const type = { '.wasm': /** @type {const} */ ('CompiledWasm'), '.bin': /** @type {const} */ ('Data') }[
        path.extname(source)
      ]
      if (!type) return null
      const contents = await readFile(path.resolve(path.dirname(importer), source))
      const id = path.basename(source)
      modules.push({ type, path: path.join(here, id), contents })
      return { id: `./${id}`, external: true }
    },
  }
  const output = await build({
    configFile: false,
    publicDir: false,
    root: here,
    logLevel: 'warn',
    plugins: [asModules],
    build: {
      write: false,
      target: 'es2022',
      chunkSizeWarningLimit: 1000,
      lib: { entry: config.main, formats: ['es'] },
    },
  })
  const [
    {
      output: [main],
    },
  ] = /** @type {any} */ ([output].flat())
  return [
    { type: /** @type {const} */ ('ESModule'), path: path.join(here, 'main.js'), contents: main.code },
    ...modules,
  ]
}

const miniflare = new Miniflare({
  name: config.name,
  compatibilityDate: config.compatibility_date,
  modulesRoot: here,
  modules: await bundle(),
  host: '127.0.0.1',
  port: Number(process.argv[2] ?? 8787),
})
console.log(`POST ${new URL('v1/rerank', await miniflare.ready)} (Ctrl-C stops it)`)

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void miniflare.dispose())
