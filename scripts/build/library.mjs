// Builds the library to dist/ and, without --lib, the demo site to site/.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import MagicString from 'magic-string'
import { build } from 'vite'
import { compileKernels, KERNEL_MODULES } from '../../kernels/build.mjs'
import { readElementsManifest } from './elements-manifest.mjs'
import { inlineFiles } from './inline-files.mjs'
import { writeNotices } from './notices.mjs'
import { trimSourceMaps } from './source-maps.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const dist = path.join(root, 'dist')
const require = createRequire(import.meta.url)

/** Our name of each build of ONNX Runtime: its module and its binary. */
const RUNTIMES = {
  'ort-wasm': ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'],
  'ort-jspi': ['ort.jspi.bundle.min.mjs', 'ort-wasm-simd-threaded.jspi.wasm'],
  'ort-asyncify': ['ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'],
}

/** Where the packages of each bundle are listed while dist/ is built. */
const LICENSES = '.licenses'

/** What the entries for pages share with each other and their lazy chunks: one file, since each is a request before the first call. */
const SHARED = {
  name: 'shared',
  test: /src\/(abort\/(abortable|time-limit|timer)|protocol\/errors|wire\/(request|response|ranking)|client\/(reranker|assemble|rerank|queue|lazy-client|fetch-request))\.ts$/,
}

/** What answers requests as `fetch` does, and what of it reads an upstream's answers: one file, at the first of these. */
const HANDLER = {
  name: 'handler',
  test: /src\/wire\/((handler|body|json-scan|json-text|paths)|dialects\/rerank)\.ts$/,
}

/** Entries that make a reranker for a page, each with a worker of its own. */
const PAGE_ENTRIES = {
  index: 'src/index.ts',
  cpu: 'src/entries/cpu.ts',
  inline: 'src/entries/inline.ts',
}

/** Entries beside the page's own. Packages of others that they adapt to are optional peers, and never bundled. */
const INTEGRATIONS = {
  'ai-sdk': 'src/integrations/ai-sdk.ts',
  langchain: 'src/integrations/langchain.ts',
  llamaindex: 'src/integrations/llamaindex.ts',
  'service-worker': 'src/integrations/service-worker/index.ts',
  react: 'src/integrations/frameworks/react.ts',
  vue: 'src/integrations/frameworks/vue.ts',
  search: 'src/search/index.ts',
}
/** What an entry takes from beside it, by the first word of its name. */
const EXTERNAL = { element: ['webrerank'], edge: [/\.(wasm|bin)(\?module)?$/] }
/** Entries beside the page's own with chunks that are loaded at first use. */
const SPLIT = ['search', 'element']
const FIRST_STAGES = ['pagefind', 'minisearch', 'orama', 'flexsearch']
/** Entries for an isolate, each around `edge.js`. What they import of other files is for the platform's bundler. */
const PRESETS = ['cloudflare', 'vercel', 'deno', 'bun', 'fetch']
const PEERS = /^(@(ai-sdk|langchain|llamaindex|orama)\/|(react|vue)$)/

await rm(dist, { recursive: true, force: true })
await cp(path.join(root, 'public/models'), path.join(dist, 'models'), { recursive: true })
await mkdir(path.join(dist, 'engine'))
for (const name of KERNEL_MODULES)
  await writeFile(path.join(dist, `engine/${name}.wasm`), await compileKernels(name))
await bundle('worker', 'worker/index.ts')
await bundle('worker-cpu', 'worker/cpu.ts')
await bundle('index', PAGE_ENTRIES)
await bundle('models', 'src/models/index.ts')
for (const [name, entry] of Object.entries(INTEGRATIONS)) await bundle(name, entry)
await bundle('webrerank-sw', 'src/integrations/service-worker/script.ts')
await bundle('element', 'src/element/index.ts')
await bundle('element-index-worker', 'src/element/json/index-worker.ts')
for (const name of FIRST_STAGES) await bundle(`search-${name}`, `src/search/adapters/${name}.ts`)
await bundle('edge-core', 'edge/core.ts')
await bundle('edge', 'edge/index.ts')
for (const name of PRESETS) await bundle(`edge-${name}`, `edge/presets/${name}.ts`)
await bundleForNode('server-worker', { 'server-worker': 'server/thread/worker.ts' })
await bundleForNode('server-json', { 'server-json': 'server/thread/json.ts' })
await bundleForNode('server', { server: 'server/index.ts', cli: 'server/cli/index.ts' })
await chmod(path.join(dist, 'cli.js'), 0o755)
await trimSourceMaps(dist)
await copyRuntimes()
const manifest = await readElementsManifest(root)
await writeFile(path.join(dist, 'custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`)
await copyForCloudflare()
await writeNotices(root, path.join(dist, LICENSES), path.join(dist, 'THIRD_PARTY_NOTICES.md'))
for (const project of ['tsconfig.build.json', 'tsconfig.server.json'])
  execFileSync(process.execPath, [typescript(), '-p', project], { cwd: root, stdio: 'inherit' })
if (!process.argv.includes('--lib')) {
  await build({ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' })
}

/**
 * Builds one entry, or several that share their chunks. The worker is one self-contained module, since consumers' bundlers make it an IIFE, which can
 * have no chunks; the page's entry has a chunk that is loaded at first use.
 */
async function bundle(name, entries) {
  const entry = Object.fromEntries(
    Object.entries(typeof entries === 'string' ? { [name]: entries } : entries).map(([name, file]) => [
      name,
      path.join(root, file),
    ]),
  )
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [plainUrls(), inlineFiles(dist), encodersOnly(), coreBeside()],
    build: {
      outDir: dist,
      emptyOutDir: false,
      license: { fileName: `${LICENSES}/${name}.json` },
      sourcemap: true,
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: (_, name) => `${name}.js` },
      rolldownOptions: {
        // The element takes the package's entry from beside it, at the first focus.
        external: [PEERS, ...(EXTERNAL[name.replace(/-.*/, '')] ?? [])],
        output: {
          // Entries are built one by one: a chunk of one must not overwrite another's.
          chunkFileNames:
            name === 'index' ? ({ name }) => `${name.replace('_virtual_', '')}.js` : `${name}-[name].js`,
          codeSplitting: name === 'index' ? { groups: [SHARED, HANDLER] } : SPLIT.includes(name),
          minify: true,
        },
      },
    },
  })
}

/** Builds entries for Node, with all that they need but the optional peers. */
async function bundleForNode(name, entries) {
  const input = Object.entries(entries).map(([name, entry]) => [name, path.join(root, entry)])
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [plainUrls(), encodersOnly(), sideEffects()],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: dist,
      emptyOutDir: false,
      license: { fileName: `${LICENSES}/${name}.json` },
      sourcemap: true,
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(input),
        // A name of their own, so as not to overwrite the page's chunks.
        output: { entryFileNames: '[name].js', chunkFileNames: 'server-[name].js' },
      },
    },
  })
}

/** What the presets and `edge.js` share is a file of its own, beside them. */
function coreBeside() {
  return {
    name: 'core-beside',
    enforce: 'pre',
    resolveId: (id) => (id.endsWith('/core.js') ? { id: './edge-core.js', external: true } : null),
  }
}

/**
 * `new URL('./file', import.meta.url)` in the one form that all bundlers know. The comment that keeps this build from
 * following such addresses must not keep the consumer's build from it.
 */
function plainUrls() {
  const address = /new URL\(\s*\/\* @vite-ignore \*\/\s*[`'"](.+?)[`'"],\s*import\.meta\.url\s*\)/g
  const packageItself = /(?<=import\()[`'"]webrerank[`'"](?=\))/g
  return {
    name: 'plain-urls',
    // Before code is minified, so that source maps stay true.
    renderChunk(code) {
      const text = new MagicString(code)
      text.replace(address, (_, file) => (ships(file) ? `new URL("${file}",import.meta.url)` : 'void 0'))
      text.replace(packageItself, '"./index.js"')
      return text.hasChanged() ? { code: text.toString(), map: text.generateMap({ hires: true }) } : null
    },
    // The minifier writes strings as templates, which not every bundler reads. The length stays, and so does the map.
    generateBundle(_, chunks) {
      for (const chunk of Object.values(chunks).filter(({ type }) => type === 'chunk'))
        chunk.code = chunk.code
          .replace(/new URL\(`([^`]+)`,import\.meta\.url\)/g, 'new URL("$1",import.meta.url)')
          .replace('import(`./index.js`)', 'import("./index.js")')
    },
  }
}

/** The tokenizer library turns ids into text as well, and joins pairs, which nothing here asks it for. */
function encodersOnly() {
  const unused = /create_(?:decoder|post_processor)_default\(this\.tokenizer\.\w+\)/g
  return {
    name: 'encoders-only',
    transform(code, id) {
      if (!/@huggingface[\\/]tokenizers[\\/]dist/.test(id)) return null
      const text = new MagicString(code)
      text.replace(unused, 'null')
      if (!text.hasChanged()) throw new Error(`${id} has no decoder to leave out`)
      return { code: text.toString(), map: text.generateMap({ hires: true }) }
    },
  }
}

/** Whether a file of a model is there; a consumer's bundler would look for one that is not, and fail. */
function ships(file) {
  return !file.startsWith('./models/') || existsSync(path.join(root, 'public', file))
}

/** package.json says that there are no side effects, which is true of all but what sets a thread up. */
function sideEffects() {
  return { name: 'side-effects', transform: () => ({ moduleSideEffects: true }) }
}

async function copyRuntimes() {
  const from = path.dirname(require.resolve('onnxruntime-web/wasm'))
  await mkdir(path.join(dist, 'ort'))
  for (const [name, [module, binary]] of Object.entries(RUNTIMES)) {
    const code = await readFile(path.join(from, module), 'utf8')
    // Its source map is not shipped, and dev servers complain of a missing one.
    await writeFile(
      path.join(dist, 'ort', `${name}.js`),
      code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
    )
    // Unpacked, the three would be 58 MB of every install and every site.
    const packed = gzipSync(await readFile(path.join(from, binary)), { level: 9 })
    await writeFile(path.join(dist, 'ort', `${name}.wasm.gz`), packed)
  }
}

/** Once more with an ending that its bundler takes for data, without any configuration. */
async function copyForCloudflare() {
  const model = path.join(root, 'public/models/webrerank-tiny-en')
  await mkdir(path.join(dist, 'edge'))
  await cp(path.join(model, 'tokenizer.json'), path.join(dist, 'edge/tokenizer.bin'))
  await cp(path.join(model, 'onnx/model_quantized.onnx'), path.join(dist, 'edge/weights.bin'))
}

function typescript() {
  const { bin } = require('typescript/package.json')
  return path.join(path.dirname(require.resolve('typescript/package.json')), bin.tsc)
}
