// Loads a model of 570 MB, the shape of BAAI/bge-reranker-v2-m3 in int8, in real Chromium from a hub on this machine, and
// prints how much memory that takes:
//   npm run verify:big [-- --small] [--runtime engine|onnxruntime-web]
// --small: the shape of mMiniLMv2-L12-H384, 118 MB. Needs some 6 GB of memory, and Linux's /proc.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { startHub } from '../../fixtures/hub/hub-server.mjs'
import { largeFiles, SHAPES } from '../../fixtures/models/large.mjs'
import { findChromium, launchArguments } from '../gate/chromium.mjs'
import { serveStatic } from '../static-server.mjs'
import { pageMemory } from './process-memory.mjs'

const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, runtime: { type: 'string' } },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const name = values.small ? 'mMiniLMv2-L12-H384' : 'bge-reranker-v2-m3'
const files = largeFiles(SHAPES[name])
const bytes = files.get('onnx/model_quantized.onnx').length
console.log(`${name}: ${(bytes / 1e6).toFixed(1)} MB of weights; memory as multiples of that`)
const hub = await startHub({ 'large/model': files })
const profile = mkdtempSync(path.join(tmpdir(), 'verify-big-'))
const results = []
try {
  for (const runtime of values.runtime ? [values.runtime] : ['engine', 'onnxruntime-web']) {
    for (const visit of ['first', 'second']) results.push(await measure(runtime, visit))
  }
  console.table(results)
} finally {
  await hub.close()
  rmSync(profile, { recursive: true, force: true })
}

/** One visit in a browser of its own; what a first one downloaded is there in the second. */
async function measure(runtime, visit) {
  const site = await serve(runtime)
  const folder = path.join(profile, runtime)
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: launchArguments({ gpu: false }),
  })
  try {
    const page = context.pages()[0] ?? (await context.newPage())
    page.on('console', (message) => console.error(message.text()))
    await page.exposeFunction('report', (line) => process.stderr.write(`\r${line.padEnd(70)}`))
    await page.goto(site.origin)
    const memory = pageMemory(folder)
    const before = memory.now()
    memory.forget()
    const outcome = await page.evaluate(load, { module: '/dist/index.js', host: hub.origin })
    if (outcome.error) throw new Error(outcome.error)
    const times = (amount) => Number((amount / bytes).toFixed(2))
    return {
      'runs in': outcome.build,
      visit,
      peak: times(memory.peak() - before),
      after: times(memory.now() - before),
      'of that, WASM': times(outcome.wasm),
      seconds: Math.round(outcome.milliseconds / 1000),
      logits: outcome.logits.map((logit) => logit.toFixed(3)).join(' '),
    }
  } finally {
    await context.close()
    await site.close()
  }
}

/** Runs in the page. */
async function load({ module, host }) {
  const { createReranker } = await import(module)
  const reranker = createReranker({
    model: { id: 'large/model', source: 'hub:large/model' },
    device: 'wasm',
    host,
    worker: () => new Worker('/pages/measured-worker.js', { type: 'module' }),
  })
  try {
    const start = performance.now()
    const { build } = await reranker.load({
      onProgress: ({ step, loaded, total }) => globalThis.report(`${step} ${loaded} of ${total}`),
    })
    globalThis.report('loaded')
    const documents = ['The panda eats bamboo in the mountains of China.', 'hi']
    const { results } = await reranker.rank({ query: 'what is panda?', documents, raw_scores: true })
    const milliseconds = performance.now() - start
    const channel = new BroadcastChannel('memory')
    const told = new Promise((resolve) => {
      channel.onmessage = ({ data }) => resolve(data)
    })
    channel.postMessage('tell')
    const wasm = (await told).wasm.reduce((sum, size) => sum + size, 0)
    const logits = results.toSorted((a, b) => a.index - b.index).map((result) => result.relevance_score)
    return { build, milliseconds, wasm, logits }
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` }
  }
}

/** Without the CPU runtime, onnxruntime-web comes next. */
function serve(runtime) {
  return serveStatic(
    { '/dist/': path.join(root, 'dist'), '/pages/': path.join(root, 'e2e/pages') },
    {
      // Always the same port: what was downloaded belongs to the origin, and is found again.
      port: 4196,
      page: '<!doctype html><title>verify</title>',
      before(_request, response, pathname) {
        const refused = runtime !== 'engine' && pathname.startsWith('/dist/engine/')
        if (refused) response.writeHead(404).end()
        return refused
      },
    },
  )
}
