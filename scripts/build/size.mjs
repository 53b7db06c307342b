// What a page has to fetch, as a compressing server sends it, against what we allow ourselves.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url))
const ort = (name) => [`ort/${name}.js`, `ort/${name}.wasm.gz`]
const model = readdirSync(path.join(DIST, 'models/webrerank-tiny-en'), {
  recursive: true,
  withFileTypes: true,
})
  .filter((entry) => entry.isFile() && /\.(onnx|bin)$|^tokenizer\.json$/.test(entry.name))
  .map((entry) => path.relative(DIST, path.join(entry.parentPath, entry.name)))

const ROWS = [
  { name: 'entry of the page', files: ['index.js', 'shared.js'], limit: 5_000 },
  { name: 'search without a box', files: ['search.js'], limit: 4_000 },
  { name: 'search box, before the focus', files: ['element.js'], limit: 12_000 },
  { name: 'worker client, at first use', files: ['worker-client.js', 'ids.js'], limit: 6_000 },
  { name: 'HTTP handler, at the first fetch', files: ['handler.js'], limit: 2_500 },
  {
    name: 'worker and all runtimes’ modules',
    files: ['worker.js', ...['ort-wasm', 'ort-jspi', 'ort-asyncify'].map((name) => ort(name)[0])],
    limit: 150_000,
  },
  { name: 'kernels, both modules', files: ['engine/plain.wasm', 'engine/relaxed.wasm'], limit: 20_000 },
  { name: 'embedded model and its tables', files: model, limit: 5_000_000 },
  {
    name: 'all of a first ranking on a CPU',
    files: [
      'index.js',
      'shared.js',
      'worker-client.js',
      'ids.js',
      'worker.js',
      'engine/relaxed.wasm',
      ...model,
    ],
    limit: 4_600_000,
  },
]

const compressed = (file) => brotliCompressSync(readFileSync(path.join(DIST, file))).length
const sizes = new Map()
const sizeOf = (file) => sizes.get(file) ?? sizes.set(file, compressed(file)).get(file)

let failed = false
console.log(`${'brotli'.padEnd(36)}${'bytes'.padStart(12)}${'limit'.padStart(12)}`)
for (const { name, files, limit } of ROWS) {
  const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0)
  const over = bytes > limit
  failed ||= over
  const numbers = [bytes, limit].map((number) => number.toLocaleString('en').padStart(12)).join('')
  console.log(`${name.padEnd(36)}${numbers}${over ? '  over the limit' : ''}`)
}
if (failed) process.exit(1)
