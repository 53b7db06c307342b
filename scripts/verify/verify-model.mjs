// Downloads a model as a page does, scores the pairs whose scores were published, and prints ours beside them:
//   npm run verify:model -- BAAI/bge-reranker-v2-m3 [--device wasm|webgpu] [--host https://mirror] [--software] [--twin]
//   npm run verify:model -- --all [--limit-mb 200]
// --all: every model of the catalogue, in one table in Markdown. --limit-mb: none whose download is larger.
// --software: a WebGPU adapter on the CPU. --twin: no network; small models of the tests stand for the real ones.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { findChromium, launchArguments } from '../gate/chromium.mjs'
import { serveStatic } from '../static-server.mjs'
import {
  bytesOf,
  describeModel,
  describePairs,
  describeSkipped,
  isWrong,
  tableHead,
  verifyModel,
} from './model-scores.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    'limit-mb': { type: 'string' },
    device: { type: 'string' },
    host: { type: 'string' },
    software: { type: 'boolean', default: false },
    twin: { type: 'boolean', default: false },
  },
})
const [id] = positionals
if (!id && !values.all) fail('which model? npm run verify:model -- <id>, or --all')
const limit = values['limit-mb'] === undefined ? Number.POSITIVE_INFINITY : Number(values['limit-mb'])
if (!(limit >= 0)) fail('--limit-mb must be a number of megabytes')
if (!existsSync(path.join(root, 'dist/models.js'))) fail('dist/ is not built: npm run build:lib')

const { MODELS } = await import(pathToFileURL(path.join(root, 'dist/models.js')).href)
const chosen = values.all ? MODELS : [MODELS.find((model) => model.id === id) ?? { id, source: `hub:${id}` }]
const { hub, cards } = values.twin ? await startTwin(chosen) : { hub: undefined, cards: chosen }
const devices = values.device ? [values.device] : ['wasm', 'webgpu']

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
  await page.exposeFunction('report', (line) => process.stderr.write(`\r${line.padEnd(80)}`))
  await page.goto(site.origin)
  if (values.all) console.log(tableHead())
  // The published sizes decide, those of a twin say nothing.
  for (const [i, card] of cards.entries())
    for (const device of devices) await verify(page, card, chosen[i], device)
} finally {
  await context.close()
  await site.close()
  await hub?.close()
}
process.exit(wrong > 0 ? 1 : 0)

/** Prints what a model gives on a device, in a table of its own or in a row. */
async function verify(page, card, published, device) {
  if (values.all) {
    const bytes = await bytesOf(page, published, device)
    // One of which no size is known might be of any.
    const size = bytes === null ? 'of unknown size' : `${(bytes / 1e6).toFixed(1)} MB`
    if (limit < Number.POSITIVE_INFINITY && !(bytes !== null && bytes <= limit * 1e6))
      return console.log(describeSkipped(card.id, device, `not tried: ${size}`))
  }
  const result = await verifyModel(page, card, { device, host: hub?.origin ?? values.host })
  if (isWrong(result)) wrong++
  console.log((values.all ? describeModel : describePairs)(card.id, device, result))
}

/** The hub's twin, with the models': what is published of them are then scores of independent code. */
async function startTwin(models) {
  const [{ startHub }, twins] = await Promise.all([
    import('../../fixtures/hub/hub-server.mjs'),
    import('../../fixtures/models/twins.mjs'),
  ])
  const unknown = models.find(({ weights }) => !weights)
  if (unknown) fail(`--twin knows the catalogue alone, and ${unknown.id} is not in it`)
  // The embedded model is no download, and stands for itself.
  const cards = models.map((card) => (card.source === 'embedded' ? card : twins.twinCard(card)))
  return { hub: await startHub(twins.twinRepositories(models)), cards }
}

function fail(message) {
  console.error(message)
  process.exit(2)
}
