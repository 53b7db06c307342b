// How long the first ranking takes on a phone, as far as this machine can play one.
//   node bench/browsers/phone.mjs [--rounds 5] [--slower 6] [--write]
// Chromium, whose pages get a sixth of one processor, all threads together: they are stopped whenever they had more. The
// protocol's own throttling slows the page's thread alone, and ranking is the workers' work. The browser takes the device for
// one of little memory (512 MB). --write: into the documentation.
import { readFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { launchArguments } from '../../scripts/gate/chromium.mjs'
import { launchBrowser } from '../../scripts/gate/launch.mjs'
import { serveStatic } from '../../scripts/static-server.mjs'
import { documents, QUERY } from '../inputs.mjs'
import { median } from '../report.mjs'
import { writeBetween } from './tables.mjs'

const at = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    slower: { type: 'string', default: '6' },
    write: { type: 'boolean', default: false },
  },
})
const SLOWER = Number(values.slower)
const site = await serveStatic(
  { '/dist/': at('dist') },
  {
    page: '<!doctype html><html lang="en"><meta charset="utf-8"><title>Phone</title><link rel="icon" href="data:,">',
    before: (_request, response) => void response.setHeader('cache-control', 'public, max-age=3600'),
  },
)
const browser = await launchBrowser('chromium', {
  args: [...launchArguments({ gpu: false }), '--enable-low-end-device-mode'],
})
const context = await browser.newContext()
// The first visit fetches all files.
await visit({ slower: 1 })
const rounds = []
for (let i = 0; i < Number(values.rounds); i++) rounds.push(await visit({ slower: SLOWER }))
const version = browser.version()
await browser.close()
await site.close()

const middle = (name) => median(rounds.map((round) => round[name]))
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1)
const memory = Math.round(Math.max(...rounds.map((round) => round.peak)) / 1024)
const table = [
  '| the built-in model, 10 documents | time |',
  '|---|---|',
  `| first ranking of a second visit: worker, model and ranking | ${seconds(middle('opened'))} s |`,
  `| each further ranking | ${seconds(middle('again'))} s |`,
  '',
  `Chromium ${version}, ${rounds[0].workers} worker${rounds[0].workers > 1 ? 's' : ''}, medians of ${rounds.length} visits; a loop had a processor for one part in ${middle('share').toFixed(1)} of the time. The page’s process took ${memory} MB at most. ${new Date().toISOString().slice(0, 10)}, ${os.availableParallelism()} cores of ${os.cpus()[0]?.model.trim()}.`,
].join('\n')
console.log(table)
if (values.write) writeBetween(at('docs/browser-support.md'), 'phone', table)

/** Opens the page, ranks twice, and tells milliseconds and the peak of the page's memory in KB. */
async function visit({ slower }) {
  const page = await context.newPage()
  page.setDefaultTimeout(0)
  await page.goto(site.origin)
  const pids = await renderers()
  const stop = slower > 1 ? throttle(pids, slower) : () => {}
  try {
    const before = processorTime(pids)
    const loop = await page.evaluate(spin)
    const share = loop / (processorTime(pids) - before)
    const times = await page.evaluate(measure, [QUERY, documents(20)])
    return { ...times, share, peak: Math.max(...pids.map(peakOf)) }
  } finally {
    stop()
    await page.close()
  }
}

/** Runs in the page: work of one thread. @returns milliseconds that it took */
function spin() {
  const start = performance.now()
  let sum = 0
  for (let i = 0; i < 4e8; i++) sum += i % 7
  return performance.now() - start + sum * 0
}

/** Runs in the page. */
async function measure([query, texts]) {
  const timed = async (work) => {
    const start = performance.now()
    const result = await work()
    return [performance.now() - start, result]
  }
  const { createReranker } = await import('/dist/index.js' + '')
  const reranker = createReranker()
  const [opened, answer] = await timed(() => reranker.rank({ query, documents: texts.slice(0, 10) }))
  const [again] = await timed(() => reranker.rank({ query, documents: texts.slice(10) }))
  reranker.dispose()
  return { opened, again, workers: answer.webrerank.workers ?? 1 }
}

/** Processes that pages run in. Chromium keeps one for the next page, and does not tell which it is. */
async function renderers() {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

/** Stops processes whenever they have had more than their part of one processor. @returns ends that */
function throttle(pids, slower) {
  const send = (signal) => pids.forEach((pid) => void process.kill(pid, signal))
  const began = performance.now()
  const before = processorTime(pids)
  let running = true
  const timer = setInterval(() => {
    const fits = processorTime(pids) - before <= (performance.now() - began) / slower
    if (fits !== running) send(fits ? 'SIGCONT' : 'SIGSTOP')
    running = fits
  }, 2)
  return () => {
    clearInterval(timer)
    send('SIGCONT')
  }
}

/** How long processors have worked for processes, in milliseconds. */
function processorTime(pids) {
  const fields = pids.map((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '))
  // In hundredths of a second: in the process, and in the system for it.
  return fields.reduce((sum, each) => sum + 10 * (Number(each[11]) + Number(each[12])), 0)
}

/** The most memory that a process had, in KB. */
function peakOf(pid) {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
}
