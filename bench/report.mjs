// What was measured, as ratios.

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** What is no number here, and why. */
export const NOT_MEASURED = {
  localmode:
    '@localmode/transformers 4.1.2 does not install: its peer @localmode/core is not in the npm registry (404). Its source ranks through transformers.js in fixed batches of 8, in their order: see fixed8.',
  wllama:
    'no GGUF gives the same scores: llama.cpp, which it runs, gives every token the token type 0, while the document of a BERT cross-encoder has type 1, and the model on board has 153 types.',
}

/** The count of documents that ratios are of. */
export const mainCount = (model) => Math.max(...Object.keys(model.counts).map(Number))

/**
 * Each a multiple of ours: above 1, we win. Null where it was not measured. The exceptions are the two of growth, where
 * 1 is linear and constant.
 * @returns `ratios`, and for those of times `spreads`: the least and the greatest of single rounds
 */
export function ratiosOf({ models, engine = undefined }) {
  const { minilm, embedded } = models
  const main = minilm.counts[mainCount(minilm)].milliseconds
  const board = embedded.counts[mainCount(embedded)].milliseconds
  const spreads = {}
  const compare = (key, theirs = [], ours = main.ours1 ?? []) => {
    if (theirs.length === 0 || ours.length === 0) return null
    // A contender that ran once meets every round of ours.
    const rounds = Array.from({ length: Math.max(theirs.length, ours.length) }, (_, i) => [
      theirs[i % theirs.length],
      ours[i % ours.length],
    ]).map(([a, b]) => a / b)
    spreads[key] = { least: Math.min(...rounds), most: Math.max(...rounds) }
    return median(theirs) / median(ours)
  }
  const best = ['padded', 'fixed8', 'fixed32']
    .map((name) => main[name] ?? [])
    .filter(({ length }) => length > 0)
    .sort((a, b) => median(a) - median(b))[0]
  const { growth, fresh, warm } = embedded
  const most = growth && Math.max(...Object.keys(growth).map(Number))
  const grown = (key) => ratio(growth?.[most]?.[key], growth?.[100]?.[key])
  const ratios = {
    padded: compare('padded', main.padded),
    fixed8: compare('fixed8', main.fixed8),
    fixed32: compare('fixed32', main.fixed32),
    ort_best: compare('ort_best', main.ort),
    native: compare('native', main.native),
    two_workers: compare('two_workers', main.ours1, main.ours2),
    pool: compare('pool', main.ort, main.ours2),
    pool_embedded: compare('pool_embedded', board.ort, board.ours2 ?? []),
    transformers: compare('transformers', best),
    localmode: null,
    wllama: null,
    time_1000_over_100: grown('ms_per_document'),
    memory_1000_over_100: grown('peak_memory_bytes'),
    bytes_to_first_ranking: ratio(fresh.padded?.bytes, fresh.ours1.bytes),
    first_ranking: ratio(fresh.padded?.cold_ms, fresh.ours1.cold_ms),
    prepared_but_forward: ratio(apart(warm?.first), apart(warm?.prepared)),
    repeated_search: ratio(warm?.first.whole, warm?.repeated.whole),
    module_ready: engine ? ratio(engine.ready.ort, engine.ready.engine) : null,
    engine: engine ? engineRatios(engine) : null,
  }
  return { ratios, spreads }
}

/** All of a search but the forward pass, which is in `score`. */
function apart(timings) {
  return timings && timings.whole - timings.score
}

function engineRatios({ ratios }) {
  return Object.fromEntries(
    Object.entries(ratios).map(([model, { ort_int8, ort_fp32, native_int8 }]) => [
      model,
      {
        ort_int8: ort_int8.median,
        ort_fp32: ort_fp32.median,
        native_int8: native_int8?.median ?? null,
      },
    ]),
  )
}

function ratio(theirs, ours) {
  return theirs && ours ? theirs / ours : null
}
