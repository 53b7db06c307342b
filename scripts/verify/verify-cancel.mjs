// How soon a request is cancelled: the largest that are legal, by tokenizers of each type. From the abort until the caller is
// told, and until a small request is answered, which needs the thread to be free again. CPU time is that of the process, which
// does nothing else: it does not depend on what the machine does beside.
//   node scripts/verify/verify-cancel.mjs [repeats=5]
import { mkdtempSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createCard } from '../../fixtures/models/cards.mjs'
import { modelFiles } from '../../fixtures/models/files.mjs'

const { createReranker } = await import(new URL('../../dist/server.js', import.meta.url).href)
const [repeats = 5] = process.argv.slice(2).map(Number)
const MEGABYTES = 30e6
const SMALL = { query: 'a warm drink', documents: ['A bicycle', 'Hot chocolate'] }

const filled = (/** @type {string} */ text) => text.repeat(Math.ceil(MEGABYTES / Buffer.byteLength(text)))
const REQUESTS = {
  'one document of words': { documents: [filled('words of a text ')] },
  'one document of Chinese without spaces': { documents: [filled('漢字')] },
  'one document of one mark': { documents: [filled('.')] },
  'one document of spaces': { documents: [`a${filled(' ')}b`] },
  '1,000 documents': {
    documents: Array.from({ length: 1000 }, (_, i) => `${i} ${'words of a text '.repeat(1800)}`),
  },
  'a query of 10 MB': { query: filled('word ').slice(0, 10e6), documents: ['a', 'b'] },
}
/** As many windows of each document as there may be. */
const WINDOWS = { max_chunks_per_doc: 1e9, overlap_tokens: 80 }

const models = {
  'WordPiece, built in': 'webrerank/tiny-en',
  WordPiece: write('tiny-bert'),
  'byte-level BPE': write('tiny-roberta'),
  Unigram: write('tiny-xlmr'),
}

/** A fixture as a model of the caller's own. */
function write(/** @type {import('../../fixtures/models/types.js').ModelName} */ name) {
  const folder = mkdtempSync(path.join(tmpdir(), 'webrerank-'))
  for (const [file, bytes] of modelFiles(name))
    if (!file.includes('/')) writeFileSync(path.join(folder, file), bytes)
    else writeFileSync(path.join(folder, path.basename(file)), bytes)
  const card = createCard(name, `${pathToFileURL(folder).href}/`)
  const flat = (/** @type {any} */ file) => ({ ...file, path: path.basename(file.path) })
  const weights = Object.fromEntries(Object.entries(card.weights).map(([dtype, file]) => [dtype, flat(file)]))
  return { ...card, weights, tokenizer: flat(card.tokenizer) }
}

/** Aborts after some milliseconds. @returns milliseconds until the caller was told, until another one was answered, and of CPU time until then */
async function cancel(/** @type {any} */ reranker, /** @type {any} */ request, /** @type {number} */ after) {
  const controller = new AbortController()
  let told = 0
  const call = reranker.rank({ query: 'q', ...request, ...WINDOWS }, { signal: controller.signal }).then(
    () => 'done',
    (/** @type {Error} */ error) => {
      told = performance.now()
      return error.name
    },
  )
  await new Promise((resolve) => setTimeout(resolve, after))
  const [from, cpu] = [performance.now(), process.cpuUsage()]
  controller.abort()
  const outcome = await call
  if (outcome !== 'AbortError') return undefined
  await reranker.rank(SMALL)
  const { user, system } = process.cpuUsage(cpu)
  return { told: told - from, next: performance.now() - from, cpu: (user + system) / 1000 }
}

console.log(
  `load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores; longest of ${4 * repeats} cancellations`,
)
console.log(
  '| tokenizer | request | the caller is told | the next request is answered | CPU time until then |\n|---|---|---|---|---|',
)
for (const [type, model] of Object.entries(models)) {
  const reranker = createReranker({ model, runtime: 'wasm', threads: 1 })
  await reranker.load()
  await reranker.rank(SMALL)
  for (const [name, request] of Object.entries(REQUESTS)) {
    const times = []
    // In the midst of its first steps, and later.
    for (const after of [5, 50, 200, 1000])
      for (let i = 0; i < repeats; i++) times.push(await cancel(reranker, request, after))
    const known = times.filter((time) => time !== undefined)
    const most = (/** @type {'told' | 'next' | 'cpu'} */ key) =>
      known.length === 0
        ? 'done before'
        : `${known.reduce((most, time) => Math.max(most, time[key]), 0).toFixed(0)} ms`
    console.log(`| ${type} | ${name} | ${most('told')} | ${most('next')} | ${most('cpu')} |`)
  }
  reranker.dispose()
}
