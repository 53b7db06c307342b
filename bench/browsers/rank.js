// Runs in the page: rankings with the built-in model.

/** A worker of the package that believes it has no relaxed SIMD, so that each engine computes by the same instructions. */
function plainWorker() {
  const address = new URL('/dist/worker.js', location.href).href
  const code = `WebAssembly.validate = () => false; await import(${JSON.stringify(address)})`
  return new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' })
}

/**
 * @param {{ workers?: number, plain?: boolean }} options `plain`: without relaxed SIMD
 * @returns ranks the documents: milliseconds, and the logits in the documents' order
 */
async function open({ workers = 1, plain = false } = {}) {
  const { createReranker } = await import('/dist/index.js')
  const reranker = createReranker({
    device: 'wasm',
    workers,
    cache: false,
    maxDocuments: 5000,
    ...(plain && { worker: plainWorker }),
  })
  await reranker.load()
  return async (query, documents) => {
    const start = performance.now()
    const { results } = await reranker.rank({ query, documents, return_documents: false, raw_scores: true })
    const logits = new Array(documents.length)
    for (const { index, relevance_score } of results) logits[index] = relevance_score
    return { milliseconds: performance.now() - start, logits }
  }
}

const opened = new Map()

/** Ranks by a reranker of these options, which is opened at its first call. */
export async function rank(options, query, documents) {
  const key = JSON.stringify(options)
  if (!opened.has(key)) opened.set(key, open(options))
  return (await opened.get(key))(query, documents)
}
