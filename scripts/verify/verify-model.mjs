// Downloads a model as a page does, scores the pairs whose scores were published, and prints ours beside them:
//   npm run verify:model -- BAAI/bge-reranker-v2-m3 [--device wasm|webgpu] [--host https://mirror] [--software] [--twin]
// --software: a WebGPU adapter on the CPU. --twin: no network; a small model of the tests stands for the real one.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { findChromium, launchArguments } from '../gate/chromium.mjs'
import { serveStatic } from '../static-server.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    device: { type: 'string' },
    host: { type: 'string' },
    software: { type: 'boolean', default: false },
    twin: { type: 'boolean', default: false },
  },
})
const [id] = positionals
if (!id) fail('which model? npm run verify:model -- <id>')
if (!existsSync(path.join(root, 'dist/models.js'))) fail('dist/ is not built: npm run build:lib')

const { MODELS } = await import(pathToFileURL(path.join(root, 'dist/models.js')).href)
let card = MODELS.find((model) => model.id === id) ?? { id, source: `hub:${id}` }
const hub = values.twin ? await startTwin() : undefined
const host = hub?.origin ?? values.host
const { reference = [], tolerance = {} } = card
// The table is wanted even where a score is wrong, so the worker's own check is left out.
const unchecked = { ...card, reference: [] }

const site = await serveStatic(
  { '/dist/': path.join(root, 'dist') },
  {
    // Always the same port: what was downloaded belongs to the origin, and is found again.
    port: values.twin ? 0 : 4195,
    page: '<!doctype html><title>verify</title>',
  },
)
const context = await chromium.launchPersistentContext(
  path.join(root, '.cache', values.twin ? 'verify-twin' : 'verify'),
  {
    executablePath: findChromium(),
    args: [...launchArguments({ gpu: values.software }), '--enable-unsafe-webgpu'],
  },
)
let wrong = 0
try {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.exposeFunction('report', (line) => process.stderr.write(`\r${line.padEnd(60)}`))
  await page.goto(site.origin)
  for (const device of values.device ? [values.device] : ['wasm', 'webgpu'])
    wrong += await verify(page, device)
} finally {
  await context.close()
  await site.close()
  await hub?.close()
}
process.exit(wrong > 0 ? 1 : 0)

/** Prints a device's table. @returns {Promise<number>} how many pairs are out of tolerance */
async function verify(page, device) {
  const outcome = await page.evaluate(score, {
    module: '/dist/index.js',
    model: unchecked,
    device,
    host,
    pairs: reference,
  })
  process.stderr.write('\n')
  if (outcome.error) {
    console.log(`\n${id} on ${device}: ${outcome.error}`)
    return 1
  }
  const { dtype, reason, bytes } = outcome
  console.log(`\n${id} on ${device}, ${dtype} (${reason}), ${(bytes / 1e6).toFixed(1)} MB`)
  if (reference.length === 0) {
    console.log(`no pair of it was published; it answers ${outcome.logits[0].toFixed(4)} for a pair of ours`)
    return 0
  }
  const limit = tolerance[dtype] ?? { fp32: 0.01, fp16: 0.1, q8: 0.3, q4: 0.3 }[dtype]
  console.log(
    `${'published'.padStart(11)}${'ours'.padStart(11)}${'difference'.padStart(12)}   within ${limit}`,
  )
  let outside = 0
  reference.forEach(({ query, document, logit }, i) => {
    const [published, ours] = [logit[dtype], outcome.logits[i]]
    if (published === undefined) return
    const difference = ours - published
    const fine = Math.abs(difference) <= limit
    if (!fine) outside++
    const numbers = [
      published.toFixed(4).padStart(11),
      ours.toFixed(4).padStart(11),
      difference.toFixed(4).padStart(12),
    ]
    const pair = `${query} | ${document}`
    console.log(
      `${numbers.join('')}   ${fine ? 'yes' : 'NO '}   ${pair.length > 70 ? `${pair.slice(0, 69)}…` : pair}`,
    )
  })
  return outside
}

/** Runs in the page. */
async function score({ module, model, device, host, pairs }) {
  const { createReranker } = await import(module)
  const reranker = createReranker({ model, device, ...(host && { host }) })
  try {
    let bytes = 0
    const info = await reranker.load({
      onProgress({ step, loaded, total, bytesPerSecond = 0 }) {
        if (step === 'download') bytes = Math.max(bytes, loaded)
        const share = total ? `${Math.floor((100 * loaded) / total)} %` : ''
        globalThis.report(
          `${device}: ${step} ${share} ${bytesPerSecond ? `${(bytesPerSecond / 1e6).toFixed(1)} MB/s` : ''}`,
        )
      },
    })
    const logits = []
    for (const { query, document } of pairs.length > 0
      ? pairs
      : [{ query: 'what is panda?', document: 'hi' }]) {
      const { results } = await reranker.rank({ query, documents: [document], raw_scores: true })
      logits.push(results[0].relevance_score)
    }
    return { ...info, bytes, logits }
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` }
  } finally {
    reranker.dispose()
  }
}

/** The hub's twin, with the model's: what is published of it are then scores of independent code. */
async function startTwin() {
  const [{ startHub }, twins] = await Promise.all([
    import('../../fixtures/hub/hub-server.mjs'),
    import('../../fixtures/models/twins.mjs'),
  ])
  if (!card.weights) fail(`--twin knows the catalogue alone, and ${id} is not in it`)
  const hub = await startHub(twins.twinRepositories([card]))
  card = twins.twinCard(card)
  return hub
}

function fail(message) {
  console.error(message)
  process.exit(2)
}
