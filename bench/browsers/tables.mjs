// The tables of docs/browser-support.md, from bench/browsers.json.
import { readFileSync, writeFileSync } from 'node:fs'
import { leftOutTable } from '../../e2e/engines/left-out.mjs'

const NAMES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' }

/** By feature: what it is called, what it is used for, and what takes its place. */
const FEATURES = {
  module_workers: ['module workers', 'the worker', 'needed'],
  simd: ['WebAssembly SIMD', 'the kernels', 'needed'],
  abort_any: ['`AbortSignal.any`', 'search, the option `timeout`', 'needed for both'],
  segmenter: ['`Intl.Segmenter`', 'search, the search box', 'needed for both'],
  relaxed_simd: ['WebAssembly relaxed SIMD', 'faster int8 kernels', 'plain SIMD kernels'],
  webgpu: ['WebGPU', 'ranking on the GPU', 'the CPU ranks'],
  shader_f16: ['WebGPU `shader-f16`', 'half-precision weights', '`fp32` weights, twice the download'],
  jspi: ['WebAssembly JSPI', 'the smaller WebGPU build of ONNX Runtime', 'the build with Asyncify'],
  opfs: [
    'Origin Private File System, sync access handles',
    'storing downloaded models and the files of private search',
    'the Cache API; files in memory',
  ],
  cache: ['Cache API', 'storing models where there is no file system', 'each visit downloads'],
  persist: ['`navigator.storage.persist()`', 'asking that models are kept', 'the browser may evict them'],
  locks: [
    'Web Locks',
    'sharing a download between tabs, noticing a worker that died',
    'each tab downloads; a dead worker is noticed by a time limit',
  ],
  device_memory: ['`navigator.deviceMemory`', 'bounding workers and the longest pair', '4 GB are assumed'],
  service_worker: ['service workers', 'plain `fetch`, the demo offline', 'call `rerank()`; online'],
  idle_callback: ['`requestIdleCallback`', 'the demo’s first ranking', 'a timer'],
  folder_handles: ['folder handles of a drop', 'private search reads a folder again', 'drop it again'],
  request_body: ['`Request.body`', 'bodies are bounded while they are read', 'the body is first a Blob'],
  trusted_types: ['trusted types', 'pages that demand them', 'nothing to do'],
}

const told = (value) => (value === true ? 'yes' : value === false ? 'no' : value)

/** @param result of bench/browsers/run.mjs */
export function supportTables({ machine, date, browsers }) {
  const names = Object.keys(browsers)
  const heads = names.map((name) => `${NAMES[name]} ${browsers[name].version}`)
  const features = Object.entries(FEATURES).map(
    ([id, [feature, use, without]]) =>
      `| ${[feature, ...names.map((name) => told(browsers[name].features[id])), use, without].join(' | ')} |`,
  )
  const ratio = ({ median, least, most }) =>
    `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`
  const speeds = names.map((name) => {
    const { ratios, furthest_from_chromium: off } = browsers[name]
    const alike = (difference) =>
      difference === 0 ? 'equal, bit for bit' : `within ${difference.toExponential(0)}`
    const cells =
      name === 'chromium'
        ? ['1', '1', '', '']
        : [ratio(ratios.one_worker), ratio(ratios.two_workers), alike(off.plain), alike(off.as_it_is)]
    return `| ${[NAMES[name], ...cells].join(' | ')} |`
  })
  return [
    `| feature | ${heads.join(' | ')} | used for | without it |`,
    `|---|${'---|'.repeat(names.length)}---|---|`,
    ...features,
    '',
    '| 100 documents, warm, built-in model | time, 1 worker | time, 2 workers | logits by plain SIMD | logits as it is |',
    '|---|---|---|---|---|',
    ...speeds,
    '',
    `Times are multiples of Chromium’s, the median of rounds in turn and their spread; logits are compared with Chromium’s. ${date}, ${machine}.`,
  ].join('\n')
}

/** Puts what was measured, and what is left out of the tests, between their marks. */
export function writeSupport(file, result) {
  writeBetween(file, 'measured', supportTables(result))
  writeBetween(file, 'left-out', leftOutTable())
}

/**
 * Puts a text between the marks of a name.
 * @param {string} file
 * @param {string} name
 * @param {string} text
 */
export function writeBetween(file, name, text) {
  const page = readFileSync(file, 'utf8')
  const marked = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`)
  if (!marked.test(page)) throw new Error(`${file} has no marks ${name}`)
  writeFileSync(
    file,
    page.replace(marked, (_, open, close) => `${open}\n${text}\n\n${close}`),
  )
}
