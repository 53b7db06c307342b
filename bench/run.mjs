// One command, one page, real Chromium: this package against its peers, on the same files and texts, in turn.
//   npm run bench -- [--quick] [--smoke] [--device webgpu] [--json FILE] [--write]
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureChromium } from '../scripts/chromium.mjs'
import { launch } from './browser.mjs'
import { documents, QUERY } from './inputs.mjs'
import { makeMiniLm } from './minilm.mjs'
import { openNative } from './native.mjs'
import { plot } from './plot.mjs'
import { median, ratiosOf, spread, table } from './report.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => path.join(root, ...parts)
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    device: { type: 'string', default: 'wasm' },
    json: { type: 'string' },
  },
})
const gpu = options.device === 'webgpu'
const say = (text) => process.stderr.write(`${text}\n`)

if (!existsSync(at('dist/index.js'))) {
  execFileSync(process.execPath, [at('scripts/build.mjs'), '--lib'], { stdio: ['ignore', 2, 2] })
}
ensureChromium()
const EMBEDDED = at('public/models/webrerank-tiny-en')
makeMiniLm(at('.cache/bench/minilm'), EMBEDDED)

const cores = os.availableParallelism()
const MODELS = [
  { name: 'embedded', folder: 'webrerank-tiny-en', files: EMBEDDED, window: 160 },
  {
    name: 'minilm',
    folder: 'minilm',
    files: at('.cache/bench/minilm'),
    window: 512,
    card: {
      id: 'bench/minilm',
      description: 'MiniLM-L6 in shape, with random weights.',
      source: '/models/minilm',
      license: 'MIT',
      languages: ['en'],
      window: 512,
      tokenizer: { path: 'tokenizer.json' },
      weights: { q8: { path: 'onnx/model_quantized.onnx' } },
      ...(gpu && { derivedWeights: { fp32: 'q8' } }),
    },
  },
]
const COUNT = options.smoke ? 4 : options.quick ? 24 : 100
const ROUNDS = options.smoke ? 1 : options.quick ? 2 : 3
/** Those that take minutes run once. */
const SLOW = new Set(['padded', 'fixed32'])
const CONTENDERS = gpu
  ? ['ours1', 'padded', 'fixed8', 'fixed32']
  : ['ours1', 'ours2', 'padded', 'fixed8', 'fixed32', 'ort']

const result = { device: options.device, machine: `${cores} cores of ${os.cpus()[0].model}`, models: {} }
for (const model of options.smoke ? MODELS.slice(0, 1) : MODELS)
  result.models[model.name] = await measure(model)
result.ratios = ratiosOf(result)
if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`)
console.log(table(result))
if (options.write) {
  writeFileSync(at('bench/results.svg'), plot(result))
  const readme = readFileSync(at('README.md'), 'utf8')
  const marked = /(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/
  writeFileSync(at('README.md'), readme.replace(marked, `$1\n${table(result)}\n\n$2`))
}

async function measure(model) {
  const setup = {
    model: { folder: model.folder, card: model.card },
    window: model.window,
    device: options.device,
  }
  const texts = documents(1000)
  const measured = { documents: COUNT, contenders: {}, fresh: {}, growth: {} }

  say(`${model.name}: first rankings, each in a browser of its own`)
  for (const name of CONTENDERS.filter((name) => !/fixed32/.test(name))) {
    measured.fresh[name] = await inFresh(model, setup, name, [texts.slice(0, Math.min(10, COUNT))])
  }

  say(`${model.name}: ${COUNT} documents, in turn`)
  const session = await launch(model, { gpu })
  const times = Object.fromEntries(CONTENDERS.map((name) => [name, []]))
  try {
    const few = texts.slice(0, Math.min(10, COUNT))
    const many = texts.slice(0, COUNT)
    for (const name of CONTENDERS) {
      await session.open(name, setup)
      await session.rank(name, QUERY, few)
      if (name.startsWith('ours')) measured.tokens = (await session.rank(name, QUERY, many)).tokens
    }
    let native
    if (!gpu) {
      const rows = await session.encode(setup, QUERY, many)
      native = await openNative(path.join(model.files, 'onnx/model_quantized.onnx'), rows)
      await native(few.length)
      times.native = []
    }
    for (let round = 0; round < ROUNDS; round++) {
      const names = Object.keys(times)
      // Rotated, so that nobody always runs after the same one.
      for (let i = 0; i < names.length; i++) {
        const name = names[(i + round) % names.length]
        if (SLOW.has(name) && round > 0 && model.name === 'minilm') continue
        const run = name === 'native' ? await native(COUNT) : await session.rank(name, QUERY, many)
        times[name].push(run.milliseconds)
        say(`  ${name.padEnd(8)} ${Math.round(run.milliseconds)} ms`)
      }
    }
    measured.warm = await session.warm(setup, QUERY, many)
  } finally {
    await session.close()
  }
  for (const [name, milliseconds] of Object.entries(times)) {
    measured.contenders[name] = {
      milliseconds: median(milliseconds),
      spread: spread(milliseconds),
      pairs_per_second: (COUNT * 1000) / median(milliseconds),
      tokens_per_second: (measured.tokens * 1000) / median(milliseconds),
    }
  }
  if (model.name === 'embedded' && !options.smoke) {
    say(`${model.name}: how time and memory grow`)
    for (const count of options.quick ? [10, 100] : [10, 100, 1000]) {
      measured.growth[count] = await inFresh(model, setup, 'ours1', [
        texts.slice(0, 10),
        ...new Array(3).fill(texts.slice(0, count)),
      ])
    }
  }
  return measured
}

/** Rankings in a browser that knows nothing yet: the first one's time, and what it took. */
async function inFresh(model, setup, name, rankings) {
  const session = await launch(model, { gpu })
  try {
    const start = performance.now()
    await session.open(name, setup)
    const times = []
    let first
    let tokens
    for (const texts of rankings) {
      const run = await session.rank(name, QUERY, texts)
      first ??= performance.now() - start
      times.push(run.milliseconds)
      tokens = run.tokens
    }
    return {
      first_ranking_ms: first,
      milliseconds: median(times.slice(1)),
      tokens,
      ...(await session.facts()),
    }
  } finally {
    await session.close()
  }
}
