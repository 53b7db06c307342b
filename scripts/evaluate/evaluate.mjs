// Reranks a task with the built library in Chromium and measures the order it makes.
//   npm run eval -- <task file> [--device auto|webgpu|wasm] [--model id] [--fuse bm25|order] [--limit n] [--json]
// A task has one JSON object a line: id, query, documents (in the first stage's order), relevance (a grade a document)
// and judged (all positive grades of the query). It may be gzipped.
//   npm run eval -- --lists FILE [FILE...] [the same options]
// tells of hand-written lists how often the right passage is first: see lists.mjs.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { chromium } from 'playwright'
import { ensureChromium, findChromium, launchArguments } from '../gate/chromium.mjs'
import { serveStatic } from '../static-server.mjs'
import { listsTable, rankLists, readLists } from './lists.mjs'
import { ndcg, reciprocalRank } from './metrics.mjs'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    device: { type: 'string', default: 'auto' },
    model: { type: 'string', default: 'webrerank/tiny-en' },
    fuse: { type: 'string' },
    limit: { type: 'string' },
    lists: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [file] = positionals
if (!file || (positionals.length > 1 && !options.lists))
  fail(
    'usage: npm run eval -- <task file> | --lists FILE [FILE...] [--device D] [--model ID] [--fuse bm25|order] [--limit N] [--json]',
  )
for (const name of positionals) if (!existsSync(name)) fail(`no such file: ${name}`)
if (!existsSync(path.join(DIST, 'index.js'))) {
  // Its output goes to stderr, so that --json stays one object.
  execFileSync(process.execPath, [fileURLToPath(new URL('../build/library.mjs', import.meta.url)), '--lib'], {
    stdio: ['ignore', 2, 2],
  })
}
ensureChromium()

const limit = options.limit ? Number(options.limit) : undefined
const queries = options.lists ? [] : readTask(file).slice(0, limit)
const files = options.lists ? positionals.map(readListsFile) : []
const site = await serveStatic({ '/': DIST }, { page: '<!doctype html><title>eval</title>' })
const browser = await chromium.launch({
  executablePath: findChromium(),
  // A software adapter is of use only to somebody who asks for WebGPU by name.
  args: launchArguments({ gpu: options.device === 'webgpu' }),
})
try {
  const page = await browser.newPage()
  await page.goto(site.origin)
  const output = options.lists ? await evaluateLists(page) : await evaluateTask(page)
  console.log(output)
} catch (error) {
  fail(error.message.split('\n')[0])
} finally {
  await browser.close()
  await site.close()
}

/** @returns what is to be printed */
async function evaluateTask(page) {
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
    tellProgress(i + 1, queries.length)
  }
  const mean = (/** @type {number[]} */ [gain, rank]) => ({
    ndcg10: round(gain / queries.length, 4),
    mrr10: round(rank / queries.length, 4),
  })
  const result = {
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
  return options.json ? JSON.stringify(result) : table(result)
}

/** @returns what is to be printed */
async function evaluateLists(page) {
  let device
  const scorer = (fields) => async (query, documents) => {
    const answer = await rank(page, {
      query,
      documents,
      return_documents: false,
      raw_scores: true,
      ...fields,
    })
    device = answer.device
    return documents.map((_, index) => answer.scores[answer.order.indexOf(index)])
  }
  const scorers = {
    model: scorer({}),
    ...(options.fuse && { fused: scorer({ fuse: { with: options.fuse } }) }),
  }
  const reports = []
  for (const { name, lists } of files)
    reports.push(await rankLists(path.basename(name), lists, limit, scorers, tellProgress))
  const result = { model: options.model, device, files: reports }
  return options.json ? JSON.stringify(result) : listsTable(result)
}

function readListsFile(name) {
  try {
    return { name, lists: readLists(name, readFileSync(name, 'utf8')) }
  } catch (error) {
    return fail(error.message)
  }
}

/** Over itself, and away at the end. */
function tellProgress(done, of) {
  if (process.stderr.isTTY) process.stderr.write(done < of ? `\r${done} of ${of} queries` : '\r\u001b[K')
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
        scores: results.map((result) => result.relevance_score),
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

/** @returns {never} */
function fail(message) {
  console.error(message)
  process.exit(1)
}
