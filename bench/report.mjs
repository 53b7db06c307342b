// What was measured, as ratios and as a table.

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The widest run as a share of the median: 0 for a single run. */
export function spread(values) {
  return (Math.max(...values) - Math.min(...values)) / median(values)
}

/**
 * Each a multiple of ours: above 1, we win. Null where it was not measured.
 * @returns those of the MiniLM shape, where it ran; growth, bytes and workers are said by name
 */
export function ratiosOf({ models }) {
  const { contenders, fresh } = models.minilm ?? models.embedded
  const { growth, fresh: embedded } = models.embedded
  const over = (name) => ratio(contenders[name]?.milliseconds, contenders.ours1.milliseconds)
  const perToken = (count) => growth[count] && growth[count].milliseconds / growth[count].tokens
  return {
    padded: over('padded'),
    fixed8: over('fixed8'),
    fixed32: over('fixed32'),
    ort_best: over('ort'),
    native: over('native'),
    two_workers: ratio(contenders.ours1.milliseconds, contenders.ours2?.milliseconds),
    // Time for each token at 1,000 documents against that at 100: 1 is linear.
    time_1000_over_100: ratio(perToken(1000), perToken(100)),
    memory_1000_over_100: ratio(growth[1000]?.peak_memory_bytes, growth[100]?.peak_memory_bytes),
    bytes_to_first_ranking: ratio(embedded.padded?.bytes, embedded.ours1.bytes),
    first_ranking: ratio(fresh.padded?.first_ranking_ms, fresh.ours1.first_ranking_ms),
    // Its core is not in the registry; it ranks in fixed batches of 8, in their order: see fixed8.
    localmode: null,
    transformers: over('padded'),
    engine: null,
  }
}

function ratio(theirs, ours) {
  return theirs && ours ? theirs / ours : null
}

const NAMES = {
  ours1: 'webrerank, 1 worker',
  ours2: 'webrerank, 2 workers',
  padded: 'transformers.js, one padded batch',
  fixed8: 'transformers.js, batches of 8',
  fixed32: 'transformers.js, batches of 32',
  ort: 'onnxruntime-web, one by one',
  native: 'onnxruntime-node, 1 thread',
}

export const nameOf = (name) => NAMES[name]

export function table({ models, machine, device }) {
  const lines = []
  for (const [model, { contenders, fresh, tokens, documents }] of Object.entries(models)) {
    lines.push(
      `| ${model}, ${documents} documents, ${tokens} tokens, ${device} | ms (spread) | against 1 worker | pairs/s | tokens/s | first ranking | fetched | peak memory | longest task |`,
      '|---|---|---|---|---|---|---|---|---|',
    )
    for (const [name, row] of Object.entries(contenders)) {
      const first = fresh[name]
      const cells = [
        NAMES[name],
        `${Math.round(row.milliseconds)} (${Math.round(row.spread * 100)} %)`,
        `${(row.milliseconds / contenders.ours1.milliseconds).toFixed(2)}x`,
        row.pairs_per_second.toFixed(1),
        Math.round(row.tokens_per_second),
        first ? `${Math.round(first.first_ranking_ms)} ms` : '',
        first ? `${(first.bytes / 1e6).toFixed(1)} MB` : '',
        first ? `${Math.round(first.peak_memory_bytes / 1e6)} MB` : '',
        first ? `${Math.round(first.longest_task_ms)} ms` : '',
      ]
      lines.push(`| ${cells.join(' | ')} |`)
    }
    lines.push('')
  }
  return [...lines, `Medians of one run on ${machine}.`].join('\n')
}
