import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' })

/** Models whose shape the bench has, by the bench's names: they take as long and as much memory. */
const MEASURED = { 'webrerank/tiny-en': 'embedded', 'cross-encoder/ms-marco-MiniLM-L-6-v2': 'minilm' }

/** Documents of the bench's request by which speed is told. */
const COUNT = '100'

/** The table of the models by name. What is not known is left blank. */
export async function catalogueTable() {
  const { MODELS } = await import(pathToFileURL(path.resolve('dist/models.js')).href)
  const read = (file) => readFileSync(path.resolve(file), 'utf8')
  return tableOf(
    MODELS,
    read('docs/concepts/choosing-a-model.md'),
    JSON.parse(read('bench/results.json')).models,
  )
}

/**
 * @param {readonly import('../../src/protocol/model-card.js').ModelCard[]} models
 * @param {string} benchmarks a page with rows of a model's id and its published score
 * @param {Record<string, { counts: object, fresh: object }>} bench what was measured, by the bench's names
 */
export function tableOf(models, benchmarks, bench) {
  const rows = models.map((card) => {
    const files = Object.entries(card.weights).map(([dtype, file]) => `${dtype} ${size(file)}`)
    const languages = card.languages.map((tag) => LANGUAGES.of(tag)).join(', ')
    const measured = bench[MEASURED[card.id]]
    return [
      ...[`\`${card.id}\``, files.join(', '), languages, card.window, card.license],
      ...[qualityOf(card.id, benchmarks), pairsASecond(measured), memoryOf(measured)],
    ]
  })
  const head = [
    'model',
    'weights',
    'languages',
    'window in tokens',
    'licence',
    'nDCG@10',
    'pairs/s',
    'memory',
  ]
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** The score in the row of a model, without what is said beside it. */
function qualityOf(id, benchmarks) {
  const row = benchmarks.split('\n').find((line) => line.startsWith(`| \`${id}\` | .`))
  return /\| (\.\d+)/.exec(row ?? '')?.[1] ?? ''
}

function pairsASecond(measured) {
  const times = measured?.counts[COUNT].milliseconds.ours1.toSorted((a, b) => a - b)
  if (!times) return ''
  const rate = Number(COUNT) / (times[times.length >> 1] / 1000)
  return `${Number(rate.toPrecision(2))}`
}

function memoryOf(measured) {
  return measured ? `${Math.round(measured.fresh.ours1.peak_memory_bytes / 1e6)} MB` : ''
}

function size(
  /** @type {import('../../src/protocol/model-card.js').ModelFile} */ { bytes, approximateBytes },
) {
  const known = bytes ?? approximateBytes
  if (known === undefined) return '(size told by the hub)'
  return `${bytes === undefined ? 'about ' : ''}${known < 1e7 ? (known / 1e6).toFixed(1) : Math.round(known / 1e6)} MB`
}
