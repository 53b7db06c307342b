// What browsers on this machine have of what webrerank uses, how fast it ranks in each, and whether they score alike.
//   node bench/browsers/run.mjs [--browser firefox]... [--rounds 7] [--write]
// Chromium is always among them: speeds are ratios to its own. --write: into bench/browsers.json and the documentation.
import { writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { launchBrowser } from '../../scripts/gate/launch.mjs'
import { serveStatic } from '../../scripts/static-server.mjs'
import { documents, QUERY } from '../inputs.mjs'
import { median } from '../report.mjs'
import { supportTables, writeSupport } from './tables.mjs'

const at = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
const { values } = parseArgs({
  options: {
    browser: { type: 'string', multiple: true, default: ['firefox', 'webkit'] },
    rounds: { type: 'string', default: '7' },
    write: { type: 'boolean', default: false },
  },
})
const TEXTS = documents(100)
/** What is timed, warm. */
const RUNS = { one_worker: { workers: 1 }, two_workers: { workers: 2 } }
const PLAIN = { workers: 1, plain: true }

const site = await serveStatic(
  { '/dist/': at('dist'), '/bench/': at('bench/browsers') },
  {
    page: '<!doctype html><html lang="en"><meta charset="utf-8"><title>Browsers</title><link rel="icon" href="data:,">',
    before: (_request, response) => void response.setHeader('cache-control', 'public, max-age=3600'),
  },
)
const names = /** @type {const} */ (['chromium', ...values.browser.filter((name) => name !== 'chromium')])
const visits = {}
for (const name of names) visits[name] = await visit(name)

// In turns, so that what else the machine does meets all alike.
for (let round = 0; round < Number(values.rounds); round++)
  for (const { times, rank } of Object.values(visits))
    for (const [run, options] of Object.entries(RUNS))
      times[run].push((await rank(options, QUERY, TEXTS)).milliseconds)

const result = {
  machine: `${os.availableParallelism()} cores of ${os.cpus()[0]?.model.trim() ?? 'an unknown kind'}`,
  date: new Date().toISOString().slice(0, 10),
  browsers: Object.fromEntries(Object.entries(visits).map(([name, seen]) => [name, report(seen)])),
}
for (const { close } of Object.values(visits)) await close()
await site.close()
console.log(supportTables(result))
if (values.write) {
  writeFileSync(at('bench/browsers.json'), `${JSON.stringify(result, null, 2)}\n`)
  writeSupport(at('docs/browser-support.md'), result)
}

/** A browser with the page open, its features, and its first rankings. */
async function visit(name) {
  const browser = await launchBrowser(name)
  const page = await browser.newPage()
  page.setDefaultTimeout(0)
  await page.goto(site.origin)
  const features = await page.evaluate(async () => {
    const { findFeatures } = await import('/bench/features.js' + '')
    return findFeatures()
  })
  const rank = (options, query, texts) =>
    page.evaluate(
      async ([options, query, texts]) => {
        const { rank } = await import('/bench/rank.js' + '')
        return rank(options, query, texts)
      },
      [options, query, texts],
    )
  const began = performance.now()
  const { logits } = await rank(RUNS.one_worker, QUERY, TEXTS.slice(0, 10))
  const first = performance.now() - began
  const full = (await rank(RUNS.one_worker, QUERY, TEXTS)).logits
  const plain = (await rank(PLAIN, QUERY, TEXTS)).logits
  await rank(RUNS.two_workers, QUERY, TEXTS)
  const times = Object.fromEntries(Object.keys(RUNS).map((run) => [run, []]))
  return {
    version: browser.version(),
    features,
    first,
    logits: { first: logits, full, plain },
    times,
    rank,
    close: () => browser.close(),
  }
}

function report({ version, features, first, logits, times }) {
  const base = visits.chromium
  const ratios = Object.fromEntries(
    Object.keys(RUNS).map((run) => {
      const rounds = times[run].map((time, i) => time / base.times[run][i])
      return [run, { median: median(rounds), least: Math.min(...rounds), most: Math.max(...rounds) }]
    }),
  )
  const furthest = (mode) =>
    Math.max(...logits[mode].map((logit, i) => Math.abs(logit - base.logits[mode][i])))
  return {
    version,
    features,
    first_ms: Math.round(first),
    milliseconds: Object.fromEntries(Object.entries(times).map(([run, all]) => [run, all.map(Math.round)])),
    ratios,
    furthest_from_chromium: { as_it_is: furthest('full'), plain: furthest('plain') },
  }
}
