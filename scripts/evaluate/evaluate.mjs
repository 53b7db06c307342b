// Reranks a task with the built engine in Chromium and measures the order it makes.
//   npm run eval -- <task file> [--device auto|webgpu|wasm] [--model id] [--fuse bm25|order] [--limit n] [--json]
// A task has one JSON object a line: id, query, documents (in the first stage's order), relevance (a grade a document)
// and judged (all positive grades of the query). It may be gzipped.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { chromium } from 'playwright'
import { ensureChromium, findChromium, launchArguments } from '../gate/chromium.mjs'
import { serveStatic } from '../static-server.mjs'
import { ndcg, reciprocalRank } from './metrics.mjs'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    device: { type: 'string', default: 'auto' },
    model: { type: 'string', default: 'webrerank/tiny-en' },
    fuse: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const [file] = positionals
if (!file || positionals.length > 1)
  fail(
    'usage: npm run eval -- <task file> [--device D] [--model ID] [--fuse bm25|order] [--limit N] [--json]',
  )
if (!existsSync(file)) fail(`no such file: ${file}`)
if (!existsSync(path.join(DIST, 'index.js'))) {
  // Its output goes to stderr, so that --json stays one object.
  execFileSync(process.execPath, [fileURLToPath(new URL('../build/library.mjs', import.meta.url)), '--lib'], {
    stdio: ['ignore', 2, 2],
  })
}
ensureChromium()

const queries = readTask(file).slice(0, options.limit ? Number(options.limit) : undefined)
const site = await serveStatic({ '/': DIST }, { page: '<!doctype html><title>eval</title>' })
const browser = await chromium.launch({
  executablePath: findChromium(),
  // A software adapter is of use only to somebody who asks for WebGPU by name.
  args: launchArguments({ gpu: options.device === 'webgpu' }),
})
try {
  const page = await browser.newPage()
  await page.goto(site.origin)
  const result = await evaluate(page)
  console.log(options.json ? JSON.stringify(result) : table(result))
} catch (error) {
  fail(error.message.split('\n')[0])
} finally {
  await browser.close()
  await site.close()
}

async function evaluate(page) {
  const sums = { first: [0, 0], model: [0, 0], fused: [0, 0] }
  const add = (sum, grades, judged) => {
    sum[0] += ndcg(grades, judged)
    sum[1] += reciprocalRank(grades)
  }
  let [pairs, tokens, milliseconds, device] = [0, 0, 0, undefined]
  for (const [i, { query, documents, relevance, judged }] of queries.entries()) {
    add(sums.first, relevance, judged)
    const answer = await rank(page, { query, documents, return_documents: false })
    add(
      sums.model,
      answer.order.map((index) => relevance[index]),
      judged,
    )
    if (options.fuse) {
      const { order } = await rank(page, {
        query,
        documents,
        return_documents: false,
        fuse: { with: options.fuse },
      })
      add(
        sums.fused,
        order.map((index) => relevance[index]),
        judged,
      )
    }
    pairs += documents.length
    tokens += answer.tokens
    milliseconds += answer.milliseconds
    device = answer.device
    if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${queries.length} queries`)
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  const mean = (/** @type {number[]} */ [gain, rank]) => ({
    ndcg10: round(gain / queries.length, 4),
    mrr10: round(rank / queries.length, 4),
  })
  return {
    task: path.basename(file).replace(/\.jsonl(\.gz)?$/, ''),
    model: options.model,
    device,
    queries: queries.length,
    first_stage: mean(sums.first),
    reranked: mean(sums.model),
    ...(options.fuse && { fused: mean(sums.fused) }),
    pairs_per_second: round((pairs * 1000) / milliseconds, 1),
    tokens_per_second: round((tokens * 1000) / milliseconds, 1),
  }
}

/** One ranking in the page; its time is that of tokenizing and scoring, loading apart. */
function rank(page, request) {
  return page.evaluate(
    async ([module, request, { model, device }]) => {
      const { createReranker } = await import(module)
      globalThis.reranker ??= createReranker({ model, device })
      const { results, usage, webrerank } = await globalThis.reranker.rank(request)
      return {
        order: results.map((result) => result.index),
        tokens: usage.total_tokens,
        milliseconds: webrerank.timings.tokenize + webrerank.timings.score,
        device: webrerank.device,
      }
    },
    /** @type {const} */ (['/index.js', request, options]),
  )
}

function readTask(name) {
  const bytes = readFileSync(name)
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    const row = JSON.parse(line)
    if (row.documents?.length !== row.relevance?.length || !row.judged)
      fail(`${name}:${i + 1}: not a task's line`)
    return [row]
  })
}

function table({
  task,
  model,
  device,
  queries,
  first_stage,
  reranked,
  fused,
  pairs_per_second,
  tokens_per_second,
}) {
  const row = (name, { ndcg10, mrr10 }) =>
    `${name.padEnd(12)}${ndcg10.toFixed(4).padStart(9)}${mrr10.toFixed(4).padStart(9)}`
  return [
    `${task}: ${queries} queries, ${model} on ${device}`,
    `${''.padEnd(12)}${'nDCG@10'.padStart(9)}${'MRR@10'.padStart(9)}`,
    row('first stage', first_stage),
    row('reranked', reranked),
    ...(fused ? [row('fused', fused)] : []),
    `${pairs_per_second} pairs/s, ${tokens_per_second} tokens/s`,
  ].join('\n')
}

function round(value, digits) {
  return Number(value.toFixed(digits))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
