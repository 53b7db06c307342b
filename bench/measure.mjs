// Measures one model: first rankings in browsers that know nothing, then all contenders in turn on one page.
import path from 'node:path'
import { launch } from './browser.mjs'
import { documents, QUERY } from './inputs.mjs'
import { openNative } from './native.mjs'
import { median } from './report.mjs'

/** No contender runs again whose runs took this long together. */
const ENOUGH = 40_000

const say = (text) => process.stderr.write(`${text}\n`)

/**
 * @param model name, folder, files, window, card
 * @param plan `counts` of documents and how many `rounds` for each; `fresh`: contenders whose first ranking is timed;
 *   `growth`: counts for which ours is compared with itself; `contenders`, `gpu`
 */
export async function measure(model, plan) {
  const { gpu, growth } = plan
  const setup = {
    model: { folder: model.folder, card: model.card },
    window: model.window,
    device: gpu ? 'webgpu' : 'wasm',
  }
  const measured = { fresh: {}, counts: {} }
  for (const name of plan.fresh) {
    measured.fresh[name] = await rankFirst(model, setup, name, gpu)
    say(`${model.name}: ${name} ranks first after ${Math.round(measured.fresh[name].cold_ms)} ms`)
  }
  const page = await launch(model, { gpu })
  try {
    measured.browser = `Chromium ${page.version}`
    const texts = documents(Math.max(...Object.keys(plan.counts).map(Number)))
    const rows = await page.encode(setup, QUERY, texts)
    const run = await openAll(page, model, setup, plan, rows)
    for (const [count, rounds] of Object.entries(plan.counts)) {
      say(`${model.name}: ${count} documents, in turn`)
      const tokens = rows.slice(0, count).reduce((sum, ids) => sum + ids.length, 0)
      measured.counts[count] = { tokens, ...(await takeTurns(run, Number(count), rounds)) }
    }
    if (growth) {
      measured.warm = await page.warm(setup, QUERY, documents(Math.max(...growth.counts)))
      say(`${model.name}: how time grows`)
      measured.growth = await measureGrowth(page, growth)
    }
  } finally {
    await page.close()
  }
  if (growth) {
    for (const count of growth.counts)
      measured.growth[count].peak_memory_bytes = await peakMemory(model, setup, count, growth.rounds, gpu)
  }
  return measured
}

/** Opens and warms every contender. @returns by name: a run over the first documents, in milliseconds */
async function openAll(page, model, setup, { contenders, gpu, counts }, rows) {
  const texts = documents(rows.length)
  const least = Math.min(...Object.keys(counts).map(Number))
  const run = {}
  for (const name of contenders) {
    await page.open(name, setup)
    run[name] = (count) => page.rank(name, QUERY, texts.slice(0, count))
    await run[name](least)
  }
  const native = gpu ? undefined : await openNative(path.join(model.files, 'onnx/model_quantized.onnx'), rows)
  if (native) {
    run.native = native
    await native(least)
  }
  return run
}

/** @returns milliseconds of each run by contender, and why one has none */
async function takeTurns(run, count, rounds) {
  const names = Object.keys(run)
  const milliseconds = Object.fromEntries(names.map((name) => [name, []]))
  const failed = {}
  for (let round = 0; round < rounds; round++) {
    // Turns go round, so that nobody always runs after the same one.
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length]
      const spent = milliseconds[name].reduce((sum, time) => sum + time, 0)
      if (spent > ENOUGH || failed[name]) continue
      try {
        milliseconds[name].push(await run[name](count))
        say(`  ${name.padEnd(8)} ${Math.round(milliseconds[name].at(-1))} ms`)
      } catch (error) {
        failed[name] = String(error.message).split('\n')[0]
        say(`  ${name.padEnd(8)} ${failed[name]}`)
      }
    }
  }
  return { milliseconds, failed }
}

/** Time for each document at several counts, in turn; small counts run often, so that each count is as much work. */
async function measureGrowth(page, { counts, rounds, often }) {
  const texts = documents(Math.max(...counts))
  const times = Object.fromEntries(counts.map((count) => [count, []]))
  for (let round = 0; round < rounds; round++) {
    for (const count of counts) {
      const runs = []
      const most = Math.min(often, Math.max(...counts) / count)
      for (let i = 0; i < most; i++) runs.push(await page.rank('ours1', QUERY, texts.slice(0, count)))
      times[count].push(median(runs))
    }
  }
  return Object.fromEntries(
    counts.map((count) => [
      count,
      { milliseconds: times[count], ms_per_document: median(times[count]) / count },
    ]),
  )
}

/** A first ranking of ten documents: in a browser that knows nothing, and on a second visit to the page. */
async function rankFirst(model, setup, name, gpu) {
  const page = await launch(model, { gpu })
  const texts = documents(10)
  const time = async () => {
    const start = performance.now()
    await page.open(name, setup)
    await page.rank(name, QUERY, texts)
    return performance.now() - start
  }
  try {
    const cold_ms = await time()
    const facts = await page.facts()
    await page.reload()
    return { cold_ms, warm_ms: await time(), ...facts }
  } finally {
    await page.close()
  }
}

/** Of some rankings, in a browser of their own. */
async function peakMemory(model, setup, count, rounds, gpu) {
  const page = await launch(model, { gpu })
  try {
    await page.open('ours1', setup)
    for (let i = 0; i < rounds; i++) await page.rank('ours1', QUERY, documents(count))
    return (await page.facts()).peak_memory_bytes
  } finally {
    await page.close()
  }
}
