// What integers cost: the embedded model in the CPU runtime's modes, over ranking tasks. Its floats are onnxruntime's fp32
// within 1e-4 (worker/runtime/cpu/session.test.ts), and stand for it.
//   node bench/exactness.mjs <task file>... [--limit n]
// Tasks are those of `npm run eval`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { build } from 'vite'
import { compileKernels } from '../kernels/build.mjs'
import { allowRelaxed } from '../kernels/relaxed-in-node.mjs'
import { ndcg } from '../scripts/evaluate/metrics.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const { values, positionals: tasks } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: 'string', default: '1000000' } },
})
allowRelaxed()
// Within the project, for the bundle to find its packages.
const folder = mkdtempSync(here('../node_modules/.exactness-'))
try {
  await build({
    logLevel: 'error',
    configFile: false,
    build: {
      ssr: here('cpu/exactness.ts'),
      outDir: folder,
      rollupOptions: { output: { entryFileNames: 'exactness.mjs' } },
    },
  })
  const { openModes } = await import(pathToFileURL(path.join(folder, 'exactness.mjs')).href)
  const modules = { plain: await compileKernels('plain'), relaxed: await compileKernels('relaxed') }
  const score = await openModes(here('../public/models/webrerank-tiny-en'), modules)
  const rows = []
  for (const task of tasks) rows.push(...(await measure(task, score)))
  console.table(rows)
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(file, score) {
  const content = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(content) : content).toString()
  const lines = text.split('\n').filter(Boolean).slice(0, Number(values.limit))
  const logits = {}
  const gains = {}
  for (const { query, documents, relevance, judged } of lines.map((line) => JSON.parse(line))) {
    for (const [mode, got] of Object.entries(await score(query, documents))) {
      logits[mode] = [...(logits[mode] ?? []), ...got]
      const order = got.map((_, i) => i).toSorted((a, b) => got[b] - got[a] || a - b)
      gains[mode] = [
        ...(gains[mode] ?? []),
        ndcg(
          order.map((i) => relevance[i]),
          judged,
        ),
      ]
    }
  }
  const [exact] = Object.values(logits)
  return Object.entries(logits).map(([mode, got]) => {
    const off = got.map((logit, i) => logit - exact[i])
    return {
      task: path.basename(file).replace(/\..*/, ''),
      mode,
      pairs: got.length,
      'most off': Number(off.reduce((most, value) => Math.max(most, Math.abs(value)), 0).toPrecision(2)),
      rms: Number(Math.sqrt(off.reduce((sum, value) => sum + value ** 2, 0) / off.length).toPrecision(2)),
      'nDCG@10': (gains[mode].reduce((sum, gain) => sum + gain, 0) / gains[mode].length).toFixed(4),
    }
  })
}
