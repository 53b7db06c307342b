import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { CONTENT_SECURITY_POLICY } from './policy.js'

const dist = (file: string) => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url))
const headers = { 'Content-Security-Policy': CONTENT_SECURITY_POLICY }

/** `npm run example:private` builds and serves it. In a project of your own the aliases are not needed. */
export default defineConfig({
  base: './',
  resolve: {
    alias: [
      { find: /^webrerank$/, replacement: dist('index.js') },
      { find: /^webrerank\/search$/, replacement: dist('search.js') },
    ],
  },
  plugins: [policy(), characterTables(), precache()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: {
        index: fileURLToPath(new URL('index.html', import.meta.url)),
        'service-worker': fileURLToPath(new URL('service-worker.ts', import.meta.url)),
      },
      output: {
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  preview: { port: 4174, headers },
})

/** The policy in the page itself, for hosts that set no headers. The development server could not work under it. */
function policy(): Plugin {
  return {
    name: 'policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}

/** The tables that pdf.js reads Chinese, Japanese and Korean by, where `worker/readers/pdf.ts` looks for them. */
function characterTables(): Plugin {
  return {
    name: 'character-tables',
    apply: 'build',
    generateBundle() {
      const package_ = createRequire(import.meta.url).resolve('pdfjs-dist/package.json')
      const folder = path.join(path.dirname(package_), 'cmaps')
      for (const name of readdirSync(folder)) {
        if (!name.endsWith('.bcmap')) continue
        this.emitFile({
          type: 'asset',
          fileName: `pdf/cmaps/${name}`,
          source: readFileSync(path.join(folder, name)),
        })
      }
    },
  }
}

/** Tells the service worker which files the page is made of. ONNX Runtime is not among them: the page never runs it. */
function precache(): Plugin {
  let outDir = ''
  return {
    name: 'precache',
    apply: 'build',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir)
    },
    closeBundle() {
      const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(outDir, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
        .filter((file) => file !== 'service-worker.js' && !/(^|\/)(ort-|sqlite3-worker1)|\.map$/.test(file))
        .sort()
      const hash = createHash('sha256')
      for (const file of files) hash.update(file).update(readFileSync(path.join(outDir, file)))
      const target = path.join(outDir, 'service-worker.js')
      const code = readFileSync(target, 'utf8')
        .replace('__VERSION__', hash.digest('hex').slice(0, 12))
        .replace(/["'`]__FILES__["'`]/, JSON.stringify(JSON.stringify(files)))
      writeFileSync(target, code)
    },
  }
}
