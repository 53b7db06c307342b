// What a page has to fetch, as a compressing server sends it, against what we allow ourselves.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { measureEdge } from './measure-edge.mjs'

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
  { name: 'hooks of React', files: ['react.js'], limit: 1_500 },
  { name: 'composables of Vue', files: ['vue.js'], limit: 1_500 },
  { name: 'search without a box', files: ['search.js'], limit: 4_000 },
  { name: 'search box, before the focus', files: ['element.js'], limit: 12_000 },
  { name: 'worker client, at first use', files: ['worker-client.js', 'ids.js'], limit: 6_000 },
  { name: 'HTTP handler, at the first fetch', files: ['handler.js'], limit: 2_500 },
  {
    name: 'worker and all runtimes’ modules',
    files: ['worker.js', ...['ort-wasm', 'ort-jspi', 'ort-asyncify'].map((name) => ort(name)[0])],
    limit: 155_000,
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
    limit: 4_800_000,
  },
]

const EDGE = ['edge-core.js', 'edge-cloudflare.js']
/** Of a Cloudflare Worker, as its limits count: by gzip. 3 MB is the most of the free plan, 10 of the paid one. */
const GZIP_ROWS = [
  { name: 'edge: scripts', files: EDGE, limit: 45_000 },
  {
    name: 'edge: all of a Worker',
    files: [...EDGE, 'engine/plain.wasm', 'engine/relaxed.wasm', ...model],
    limit: 4_950_000,
  },
]

const compressed = (file) => brotliCompressSync(readFileSync(path.join(DIST, file))).length
const sizes = new Map()
const sizeOf = (file) => sizes.get(file) ?? sizes.set(file, compressed(file)).get(file)

let failed = false
const tell = (name, amount, limit, note = '') => {
  const over = amount > limit && !note
  failed ||= over
  const numbers = [amount, limit].map((number) => number.toLocaleString('en').padStart(12)).join('')
  console.log(`${name.padEnd(36)}${numbers}${over ? '  over the limit' : note}`)
}
const head = (...columns) =>
  console.log(columns.map((text, i) => (i ? text.padStart(12) : text.padEnd(36))).join(''))

head('brotli', 'bytes', 'limit')
for (const { name, files, limit } of ROWS)
  tell(
    name,
    files.reduce((sum, file) => sum + sizeOf(file), 0),
    limit,
  )
head('gzip', 'bytes', 'limit')
for (const { name, files, limit } of GZIP_ROWS) {
  const bytes = files.map((file) => gzipSync(readFileSync(path.join(DIST, file)), { level: 9 }).length)
  tell(
    name,
    bytes.reduce((sum, size) => sum + size, 0),
    limit,
  )
}
head('in an isolate', '', 'limit')
const { memory, milliseconds } = measureEdge(DIST)
tell('memory once loaded, bytes', memory, 128 * 2 ** 20)
// A time depends on the machine and on what else it does: it is told, and fails nothing.
tell('CPU time of the load, ms', milliseconds, 200, '  a goal')
if (failed) process.exit(1)
