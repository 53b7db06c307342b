// One command, one page, real Chromium: this package against its peers, on the same files and texts, in turn.
//   npm run bench -- [--quick] [--device wasm|webgpu] [--json FILE] [--svg FILE] [--write]
import { readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureChromium } from '../scripts/gate/chromium.mjs'
import { launch } from './browser.mjs'
import { benchEngine } from './cpu/run.mjs'
import { documents, QUERY } from './inputs.mjs'
import { measure } from './measure.mjs'
import { makeMiniLm } from './minilm.mjs'
import { plot } from './plot.mjs'
import { NOT_MEASURED, ratiosOf } from './report.mjs'
import { goalsTable, tables } from './tables.mjs'

const at = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url))
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    device: { type: 'string', default: 'wasm' },
    json: { type: 'string' },
    svg: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
if (!['wasm', 'webgpu'].includes(options.device))
  throw new Error(`--device ${options.device} is neither wasm nor webgpu`)
const { quick } = options
const gpu = options.device === 'webgpu'
const started = performance.now()

ensureChromium()
const EMBEDDED = at('public/models/webrerank-tiny-en')
/** A quick run shows that all of it works, not how fast it is. */
const LAYERS = quick ? 1 : 6
const MINILM = at(`.cache/bench/minilm-${LAYERS}`)
makeMiniLm(MINILM, EMBEDDED, gpu ? ['q8', 'fp32'] : ['q8'], LAYERS)

/** transformers.js has no floats of the embedded model, which are made of int8 at load: on a GPU ours runs it alone. */
const CONTENDERS = gpu
  ? ['ours1', 'padded', 'fixed8', 'fixed32']
  : ['ours1', 'ours2', 'padded', 'fixed8', 'fixed32', 'ort']
const FRESH = gpu ? ['ours1', 'padded'] : ['ours1', 'padded', 'ort']

const embedded = { name: 'embedded', folder: 'webrerank-tiny-en', files: EMBEDDED, window: 160 }
const minilm = { name: 'minilm', folder: 'minilm', files: MINILM, window: 512 }
minilm.card = await cardOf(minilm)

const result = {
  device: options.device,
  machine: `${os.availableParallelism()} cores of ${os.cpus()[0]?.model.trim() ?? 'an unknown kind'}`,
  quick,
  models: {
    embedded: await measure(embedded, {
      gpu,
      contenders: gpu ? ['ours1'] : CONTENDERS,
      fresh: gpu ? ['ours1'] : FRESH,
      counts: quick ? { 5: 1 } : { 10: 5, 100: 5 },
      growth: { counts: [10, 100, 1000], rounds: quick ? 1 : 3, often: quick ? 1 : 5 },
    }),
    minilm: await measure(minilm, {
      gpu,
      contenders: CONTENDERS,
      fresh: quick ? ['ours1'] : FRESH,
      counts: quick ? { 5: 1 } : { 10: 2, 100: 3 },
    }),
  },
}
Object.assign(result, !gpu && { engine: await benchEngine({ rounds: quick ? 1 : 5, layers: LAYERS }) })
Object.assign(result, ratiosOf(result), { not_measured: NOT_MEASURED })
result.seconds = Math.round((performance.now() - started) / 1000)

console.log(`${goalsTable(result)}\n\n${tables(result)}`)
if (options.json) write(path.resolve(options.json), `${JSON.stringify(result, null, 2)}\n`)
if (options.svg) write(path.resolve(options.svg), plot(result))
if (options.write) {
  write(at('bench/results.json'), `${JSON.stringify(result, null, 2)}\n`)
  write(at('docs/pictures/bench.svg'), plot(result))
  writeBetween(at('docs/performance.md'), 'goals', goalsTable(result))
  writeBetween(at('docs/performance.md'), 'bench', tables(result))
}

/** Reference pairs are scored by onnxruntime-web: without them the CPU runtime would not know that 7 bits suffice. */
async function cardOf({ name, folder, files, window }) {
  const page = await launch({ folder, files }, { gpu: false })
  const texts = documents(4)
  const logits = await page.score({ model: { folder }, window, device: 'wasm' }, QUERY, texts)
  await page.close()
  return {
    id: `bench/${name}`,
    description: 'A cross-encoder of MiniLM-L6’s shape, with random weights.',
    source: `/models/${folder}`,
    license: 'MIT',
    languages: ['en'],
    window,
    tokenizer: { path: 'tokenizer.json' },
    weights: {
      q8: { path: 'onnx/model_quantized.onnx' },
      ...(gpu && { fp32: { path: 'onnx/model.onnx' } }),
    },
    reference: texts.map((document, i) => ({
      query: QUERY,
      document,
      logit: { q8: logits[i], fp32: logits[i] },
    })),
    tolerance: { fp32: 0.1 },
  }
}

function write(file, text) {
  writeFileSync(file, text)
  console.error(file)
}

function writeBetween(file, name, text) {
  const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
  const page = readFileSync(file, 'utf8')
  if (!marked.test(page)) throw new Error(`${file} has no place for ${name}`)
  write(
    file,
    page.replace(marked, (_, open, close) => `${open}\n${text}\n\n${close}`),
  )
}
