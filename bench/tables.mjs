// Tables in Markdown of what was measured.
import { mainCount, median } from './report.mjs'

const NAMES = {
  ours1: 'webrerank, 1 worker',
  ours2: 'webrerank, 2 workers',
  padded: 'transformers.js, one padded batch',
  fixed8: 'transformers.js, batches of 8',
  fixed32: 'transformers.js, batches of 32',
  ort: 'onnxruntime-web, one by one',
  native: 'onnxruntime-node, one by one',
}
const TITLES = { embedded: 'the built-in model', minilm: 'MiniLM-L6’s shape' }

export const nameOf = (name) => NAMES[name]
export const titleOf = (model) => TITLES[model]

/** Ratios beside the goals that the project has set itself. */
export function goalsTable(result) {
  const { ratios, spreads, models } = result
  const { fresh } = models.embedded
  const count = mainCount(models.minilm)
  const times = (key) => {
    if (ratios[key] === null) return 'not measured'
    const spread = spreads[key]
      ? ` (${spreads[key].least.toFixed(1)} to ${spreads[key].most.toFixed(1)})`
      : ''
    return `${ratios[key].toFixed(2)}x${spread}`
  }
  const shape = `MiniLM-L6’s shape, ${count} documents`
  const rows = [
    [`transformers.js, one padded batch (${shape})`, times('padded'), 'at least 10x'],
    ['transformers.js, batches of 8', times('fixed8'), 'at least 3x'],
    ['transformers.js, batches of 32', times('fixed32'), ''],
    ['onnxruntime-web, one by one', times('ort_best'), ''],
    ['onnxruntime-node, one by one (native)', times('native'), ''],
    ['webrerank, one worker instead of two', times('two_workers'), 'at least 1.8x'],
    ['onnxruntime-web, against two workers', times('pool'), 'at least 5x'],
    ['the same with the built-in model', times('pool_embedded'), 'at least 5x'],
    ['starting onnxruntime-web, against starting webrerank’s engine', times('module_ready'), 'at least 5x'],
    ['time per document, 1,000 documents against 100', times('time_1000_over_100'), 'within 10% of 1'],
    ['peak memory, 1,000 documents against 100', times('memory_1000_over_100'), 'at most 1.2x'],
    [
      'fetched before the first ranking, compressed',
      `${(fresh.ours1.bytes / 1e6).toFixed(1)} MB${fresh.padded ? `; transformers.js ${(fresh.padded.bytes / 1e6).toFixed(1)} MB` : ''}`,
      'at most 8 MB',
    ],
    [
      'a search over unprepared documents, against prepared ones, without the forward pass',
      times('prepared_but_forward'),
      'at least 5x',
    ],
    ['a first search, against the same search repeated', times('repeated_search'), 'free'],
  ].filter(([, measured]) => measured !== 'not measured')
  return [
    '| compared with webrerank, one worker | measured | goal |',
    '|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    footer(result),
  ].join('\n')
}

export function tables(result) {
  const { models } = result
  const parts = Object.entries(models).flatMap(([model, measured]) => [
    ...Object.keys(measured.counts).map((count) => contendersTable(model, measured, Number(count))),
    firstTable(model, measured),
    ...(measured.growth ? [growthTable(model, measured)] : []),
  ])
  return [...parts, engineTable(result), footer(result)].filter(Boolean).join('\n\n')
}

function contendersTable(model, { counts }, count) {
  const { tokens, milliseconds, failed } = counts[count]
  const ours = median(milliseconds.ours1)
  const lines = Object.entries(milliseconds).map(([name, times]) => {
    if (times.length === 0) return `| ${NAMES[name]} | ${failed[name] ?? ''} | | | |`
    const time = median(times)
    const spread =
      times.length > 1 ? ` (${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))})` : ''
    const cells = [
      NAMES[name],
      `${Math.round(time)}${spread}`,
      `${(time / ours).toFixed(2)}x`,
      ((1000 * count) / time).toFixed(1),
      Math.round((1000 * tokens) / time).toLocaleString('en'),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    `| ${TITLES[model]}, ${count} documents, ${tokens.toLocaleString('en')} tokens | ms | against 1 worker | pairs a second | tokens a second |`,
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}

function firstTable(model, { fresh }) {
  const lines = Object.entries(fresh).map(([name, row]) => {
    const cells = [
      NAMES[name],
      Math.round(row.cold_ms),
      Math.round(row.warm_ms),
      `${(row.bytes / 1e6).toFixed(1)} MB`,
      row.peak_memory_bytes ? `${Math.round(row.peak_memory_bytes / 1e6)} MB` : 'unknown',
      `${Math.round(row.longest_task_ms)} ms`,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    `| ${TITLES[model]}, first ranking of 10 documents | ms, first visit | ms, second visit | fetched | peak memory | longest task of the page |`,
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}

function growthTable(model, { growth }) {
  const lines = Object.entries(growth).map(
    ([count, { milliseconds, ms_per_document, peak_memory_bytes }]) => {
      const memory = peak_memory_bytes ? `${Math.round(peak_memory_bytes / 1e6)} MB` : 'unknown'
      return `| ${Number(count).toLocaleString('en')} | ${Math.round(median(milliseconds))} | ${ms_per_document.toFixed(2)} | ${memory} |`
    },
  )
  return [
    `| ${TITLES[model]}, 1 worker: documents | ms | ms a document | peak memory |`,
    '|---|---|---|---|',
    ...lines,
  ].join('\n')
}

function engineTable({ ratios }) {
  if (!ratios.engine) return ''
  const cell = (value) => (value === null ? 'not installed' : `${value.toFixed(2)}x`)
  return [
    '| webrerank’s CPU engine (int8) against | onnxruntime-web, int8 | onnxruntime-web, fp32 | onnxruntime-node, int8 |',
    '|---|---|---|---|',
    ...Object.entries(ratios.engine).map(
      ([model, { ort_int8, ort_fp32, native_int8 }]) =>
        `| ${model}, the forward pass alone | ${cell(ort_int8)} | ${cell(ort_fp32)} | ${cell(native_int8)} |`,
    ),
  ].join('\n')
}

function footer({ machine, models, device, quick }) {
  const kind = quick ? 'A quick run, which says little' : 'Medians of one run'
  return `${kind}: ${models.embedded.browser}, ${device}, ${machine}; one thread each unless it says otherwise.`
}
