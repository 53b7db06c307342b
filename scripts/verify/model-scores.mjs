// What a model scores in a page, beside what was published.

/** Largest differences from a published logit, where a card does not say. */
const TOLERANCE = { fp32: 0.01, fp16: 0.1, q8: 0.3, q4: 0.3 }

/** A pair for a model of which nothing was published. */
const OWN_PAIR = { query: 'what is panda?', document: 'hi' }

/** Bytes that a model's download takes on a device; null where they are not known. Runs in the page. */
export function bytesOf(page, card, device) {
  return page.evaluate(
    async ([module, card, device]) => {
      const { planDownload } = await import(module)
      return (await planDownload(card, device)).bytes
    },
    ['/dist/models.js', card, device],
  )
}

/**
 * Loads a model and scores the pairs whose scores were published.
 * @returns what it took and gave, a row for each pair; or `error`
 */
export async function verifyModel(page, card, { device, host }) {
  const { reference = [], tolerance = {} } = card
  const outcome = await page.evaluate(score, {
    // The table is wanted even where a score is wrong, so the worker's own check is left out.
    model: { ...card, reference: [] },
    module: '/dist/index.js',
    device,
    host,
    pairs: reference.length > 0 ? reference : [OWN_PAIR],
  })
  process.stderr.write('\n')
  if (outcome.error) return outcome
  const limit = tolerance[outcome.dtype] ?? TOLERANCE[outcome.dtype]
  const rows = reference.flatMap(({ query, document, logit }, i) => {
    const published = logit[outcome.dtype]
    if (published === undefined) return []
    const difference = outcome.logits[i] - published
    return {
      query,
      document,
      published,
      ours: outcome.logits[i],
      difference,
      fine: Math.abs(difference) <= limit,
    }
  })
  return { ...outcome, limit, rows, published: reference.length > 0 }
}

/** Runs in the page. */
async function score({ module, model, device, host, pairs }) {
  const { createReranker } = await import(module)
  const reranker = createReranker({ model, device, ...(host && { host }) })
  try {
    let bytes = 0
    const info = await reranker.load({
      onProgress({ step, loaded, total, bytesPerSecond = 0 }) {
        if (step === 'download') bytes = Math.max(bytes, loaded)
        const share = total ? `${Math.floor((100 * loaded) / total)} %` : ''
        globalThis.report(
          `${model.id} on ${device}: ${step} ${share} ${bytesPerSecond ? `${(bytesPerSecond / 1e6).toFixed(1)} MB/s` : ''}`,
        )
      },
    })
    const logits = []
    for (const { query, document } of pairs) {
      const { results } = await reranker.rank({ query, documents: [document], raw_scores: true })
      logits.push(results[0].relevance_score)
    }
    return { ...info, bytes, logits }
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` }
  } finally {
    reranker.dispose()
  }
}

/** All pairs of one model. */
export function describePairs(id, device, result) {
  if (result.error) return `\n${id} on ${device}: ${result.error}`
  const { dtype, reason, bytes, limit, rows } = result
  const title = `\n${id} on ${device}, ${dtype} (${reason}), ${(bytes / 1e6).toFixed(1)} MB`
  if (!result.published)
    return `${title}\nno pair of it was published; it answers ${result.logits[0].toFixed(4)} for a pair of ours`
  const head = `${'published'.padStart(11)}${'ours'.padStart(11)}${'difference'.padStart(12)}   within ${limit}`
  const lines = rows.map(({ published, ours, difference, fine, query, document }) => {
    const numbers = [
      published.toFixed(4).padStart(11),
      ours.toFixed(4).padStart(11),
      difference.toFixed(4).padStart(12),
    ]
    const pair = `${query} | ${document}`
    return `${numbers.join('')}   ${fine ? 'yes' : 'NO '}   ${pair.length > 70 ? `${pair.slice(0, 69)}…` : pair}`
  })
  return [title, head, ...lines].join('\n')
}

const COLUMNS = ['model', 'device', 'dtype', 'MB', 'pairs', 'largest difference', 'allowed', 'result']

/** One row of a table of many models, in Markdown. */
export function describeModel(id, device, result) {
  if (result.error) return row([id, device, '', '', '', '', '', result.error.replace(/\|/g, '/')])
  const { dtype, bytes, rows, limit } = result
  const largest = rows.reduce((most, { difference }) => Math.max(most, Math.abs(difference)), 0)
  const verdict = rows.length === 0 ? 'runs; nothing published' : isWrong(result) ? 'NO' : 'yes'
  const numbers = rows.length === 0 ? ['', ''] : [largest.toFixed(4), String(limit)]
  return row([id, device, dtype, (bytes / 1e6).toFixed(1), String(rows.length), ...numbers, verdict])
}

/** A row of a model that was not tried. */
export function describeSkipped(id, device, why) {
  return row([id, device, '', '', '', '', '', why])
}

export function tableHead() {
  return `${row(COLUMNS)}\n${row(COLUMNS.map(() => '---'))}`
}

export function isWrong(result) {
  return Boolean(result.error) || result.rows.some(({ fine }) => !fine)
}

function row(cells) {
  return `| ${cells.join(' | ')} |`
}
