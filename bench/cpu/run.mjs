// The CPU runtime beside onnxruntime-web and onnxruntime-node, one thread each, in turns.
//   node bench/cpu/run.mjs [--browser chromium|firefox|webkit] [--rounds n] [--json]
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { compileKernels, KERNEL_MODULES } from '../../kernels/build.mjs'
import { launchBrowser } from '../../scripts/gate/launch.mjs'
import { serveStatic } from '../../scripts/static-server.mjs'
import { benchModels, oneNode } from './models.mjs'

const PAGE = fileURLToPath(new URL('page.ts', import.meta.url))
const require = createRequire(import.meta.url)
const LABELS = ['engine_int8', 'engine_12bit', 'engine_f32', 'ort_int8', 'ort_fp32']

/**
 * Per model: tokens a second of each mode, ratios of the CPU runtime in int8 to the others (median of the rounds, and of the
 * best times), shares of stages, and how long opening took; and how long until each runtime could open a model. Above 1
 * the CPU runtime is faster.
 * @param {{ browser?: import('../../scripts/gate/launch.mjs').BrowserName, rounds?: number, layers?: number, log?: (line: string) => void }} [options]
 */
export async function benchEngine({ browser: name = 'chromium', rounds = 15, layers, log = () => {} } = {}) {
  const models = benchModels(layers)
  const site = await serve(models)
  const browser = await launchBrowser(name)
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(0)
    page.on('pageerror', (error) => log(String(error)))
    const result = {}
    for (const model of models) {
      // A page for each model: what one leaves in memory must not slow the next.
      await page.goto(site.address)
      log(`${model.name}: opening`)
      const { kernel, opened } = await page.evaluate((name) => globalThis.bench.open(name), model.name)
      const native = await openNative(model)
      result[model.name] = {
        kernel,
        opened,
        ...(await compare(page, native, model, rounds)),
        stages: await page.evaluate((pairs) => globalThis.bench.stages(pairs, 10), model.pairs),
      }
    }
    const ready = await timeReady(browser, site.address, Math.min(rounds, 5))
    const ratios = Object.fromEntries(Object.entries(result).map(([name, { ratios }]) => [name, ratios]))
    return { browser: `${name} ${browser.version()}`, models: result, ready, ratios }
  } finally {
    await browser.close()
    await site.close()
  }
}

/** Milliseconds until each runtime could open a model, in pages of their own. */
async function timeReady(browser, address, rounds) {
  const graph = [...oneNode()]
  const times = { engine: [], ort: [] }
  for (let round = 0; round < rounds; round++) {
    for (const [runtime, all] of Object.entries(times)) {
      const page = await browser.newPage()
      await page.goto(address)
      all.push(
        await page.evaluate(([runtime, graph]) => globalThis.bench.ready(runtime, graph), [runtime, graph]),
      )
      await page.close()
    }
  }
  return { engine: round(median(times.engine)), ort: round(median(times.ort)) }
}

async function compare(page, native, { pairs }, rounds) {
  const run = {
    ...Object.fromEntries(
      LABELS.map((label) => [
        label,
        () => page.evaluate(([label, pairs]) => globalThis.bench.run(label, pairs), [label, pairs]),
      ]),
    ),
    ...(native && { native_int8: () => native(pairs) }),
  }
  const labels = Object.keys(run)
  const times = Object.fromEntries(labels.map((label) => [label, []]))
  const logits = {}
  for (let round = -2; round < rounds; round++) {
    // Turns go round, so that no mode always follows the same other.
    for (let turn = 0; turn < labels.length; turn++) {
      const label = labels[(turn + Math.max(round, 0)) % labels.length]
      const { milliseconds, logits: got } = await run[label]()
      logits[label] = got
      if (round >= 0) times[label].push(milliseconds)
    }
  }
  const tokens = pairs.reduce((sum, { ids }) => sum + ids.length, 0)
  const best = (label) => Math.min(...times[label])
  const ratio = (label) => ({
    median: round(median(times[label].map((time, i) => time / times.engine_int8[i]))),
    best: round(best(label) / best('engine_int8')),
  })
  const off = (label) => Math.max(...logits[label].map((logit, i) => Math.abs(logit - logits.ort_fp32[i])))
  return {
    tokensPerSecond: Object.fromEntries(
      labels.map((label) => [label, Math.round((1000 * tokens) / best(label))]),
    ),
    furthestFromFp32: Object.fromEntries(labels.map((label) => [label, Number(off(label).toPrecision(2))])),
    ratios: Object.fromEntries(
      labels.filter((label) => label !== 'engine_int8').map((label) => [label, ratio(label)]),
    ),
  }
}

/** onnxruntime-node, where it is installed with its binary. */
async function openNative({ q8 }) {
  try {
    const { default: ort } = await import('onnxruntime-node')
    const session = await ort.InferenceSession.create(q8, { intraOpNumThreads: 1, interOpNumThreads: 1 })
    return async (pairs) => {
      const logits = []
      const start = performance.now()
      for (const { ids, types } of pairs) {
        const tensor = (values) => new ort.Tensor('int64', values, [1, ids.length])
        const results = await session.run({
          input_ids: tensor(BigInt64Array.from(ids, BigInt)),
          attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
          token_type_ids: tensor(BigInt64Array.from(types, BigInt)),
        })
        logits.push(results[session.outputNames[0]].data[0])
      }
      return { milliseconds: performance.now() - start, logits }
    }
  } catch {
    return undefined
  }
}

/** A site with the page, the modules, ONNX Runtime and the models; isolated, for a finer clock. */
async function serve(models) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-engine-'))
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      lib: { entry: PAGE, formats: ['es'], fileName: 'page' },
    },
  })
  const files = new Map()
  for (const name of KERNEL_MODULES) files.set(`/engine/${name}.wasm`, await compileKernels(name))
  for (const { name, q8, fp32 } of models) {
    files.set(`/models/${name}.q8.onnx`, q8)
    files.set(`/models/${name}.fp32.onnx`, fp32 ?? new Uint8Array(0))
  }
  const site = await serveStatic(
    { '/ort/': path.dirname(require.resolve('onnxruntime-web/wasm')), '/': folder },
    {
      page: '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/page.js"></script>',
      before(_request, response, pathname) {
        response.setHeader('cross-origin-opener-policy', 'same-origin')
        response.setHeader('cross-origin-embedder-policy', 'require-corp')
        const file = files.get(pathname)
        if (file) response.setHeader('content-type', 'application/octet-stream').end(file)
        return file !== undefined
      },
    },
  )
  return {
    address: site.origin,
    async close() {
      await site.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

function round(value) {
  return Number(value.toFixed(2))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: 'chromium' },
      rounds: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const result = await benchEngine({
    browser: /** @type {import('../../scripts/gate/launch.mjs').BrowserName} */ (values.browser),
    ...(values.rounds && { rounds: Number(values.rounds) }),
    log: (line) => console.error(line),
  })
  if (values.json) console.log(JSON.stringify(result))
  else console.dir(result, { depth: null })
}
