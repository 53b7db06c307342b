// Runs in the page: each contender ranks the same documents with the same files, on one thread unless it says otherwise.

/** Opens a contender: a function that ranks, and answers milliseconds. */
export async function open(name, setup) {
  const [, kind, count] = /^([a-z_]+?)(\d*)$/.exec(name)
  if (kind === 'ours') return openOurs(setup, Number(count || 1))
  if (kind === 'padded') return openTransformers(setup, Number.POSITIVE_INFINITY)
  if (kind === 'fixed') return openTransformers(setup, Number(count))
  if (kind === 'ort') return openRuntime(setup)
  throw new Error(`no contender is called ${name}`)
}

async function openOurs({ model, device }, workers) {
  const { createReranker } = await import('/dist/index.js')
  const reranker = createReranker({ model: model.card, device, workers, cache: false, maxDocuments: 5000 })
  return async (query, documents) => {
    const start = performance.now()
    await reranker.rank({ query, documents, return_documents: false })
    return performance.now() - start
  }
}

const kept = new Map()

/** Its three ways of batching share one model, as one page would have it. */
function once(key, make) {
  if (!kept.has(key)) kept.set(key, make())
  return kept.get(key)
}

async function loadTransformers() {
  const transformers = await import('@huggingface/transformers')
  const { env } = transformers
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.localModelPath = '/models/'
  env.backends.onnx.wasm.wasmPaths = {
    wasm: '/modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm',
  }
  env.backends.onnx.wasm.numThreads = 1
  return transformers
}

/** Its tokenizer, as its cross-encoder example calls it: all texts and pairs at once, padded to the longest. */
async function openTokenizer({ model, window }) {
  const { AutoTokenizer } = await once('transformers', loadTransformers)
  const tokenizer = await once(`tokenizer ${model.folder}`, () => AutoTokenizer.from_pretrained(model.folder))
  return (query, texts) =>
    tokenizer(new Array(texts.length).fill(query), {
      text_pair: texts,
      padding: true,
      truncation: true,
      max_length: window,
    })
}

/** @param size how many pairs are padded to one length and run at once, in the order in which they were given */
async function openTransformers(setup, size) {
  const { model, device } = setup
  const { AutoModelForSequenceClassification } = await once('transformers', loadTransformers)
  const encode = await openTokenizer(setup)
  const dtype = device === 'webgpu' ? 'fp32' : 'q8'
  const encoder = await once(`model ${model.folder}`, () =>
    AutoModelForSequenceClassification.from_pretrained(model.folder, { dtype, device }),
  )
  return async (query, documents) => {
    const start = performance.now()
    for (let i = 0; i < documents.length; i += size) {
      const { logits } = await encoder(encode(query, documents.slice(i, i + size)))
      await logits.data
      if (size === Number.POSITIVE_INFINITY) break
    }
    return performance.now() - start
  }
}

/** onnxruntime-web at its best on a CPU: one pair at a time, at its exact length. */
async function openRuntime(setup) {
  const score = await openScorer(setup)
  return async (query, documents) => {
    const start = performance.now()
    await score(query, documents)
    return performance.now() - start
  }
}

/** Logits by onnxruntime-web: what a card's reference pairs are checked against. */
export async function scoreAll(setup, query, documents) {
  const score = await openScorer(setup)
  return score(query, documents)
}

async function openScorer(setup) {
  const encode = await openTokenizer(setup)
  const ort = await import('/modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs')
  ort.env.wasm.wasmPaths = { wasm: '/modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm' }
  ort.env.wasm.numThreads = 1
  const weights = `/models/${setup.model.folder}/onnx/model_quantized.onnx`
  const session = await ort.InferenceSession.create(weights, { executionProviders: ['wasm'] })
  return async (query, documents) => {
    const logits = []
    for (const text of documents) {
      const inputs = encode(query, [text])
      const { dims } = inputs.input_ids
      const feeds = Object.fromEntries(
        session.inputNames.map((name) => [
          name,
          new ort.Tensor('int64', inputs[name]?.data ?? new BigInt64Array(dims[1]), dims),
        ]),
      )
      const results = await session.run(feeds)
      logits.push(results.logits.data[0])
      for (const result of Object.values(results)) result.dispose()
    }
    return logits
  }
}

/** The token ids of each pair, for the native runtime and for counting. */
export async function encodeAll(setup, query, documents) {
  const encode = await openTokenizer(setup)
  return documents.map((text) => Array.from(encode(query, [text]).input_ids.data, Number))
}

/** Tokenizer and kernels are warm in what is measured. */
const WARM_UP = 3
const WARM_ROUNDS = 7

/**
 * Searches over documents that were prepared, against those over documents that were never seen, in turns, and one of
 * them again. Each search is of a query and of documents of its own.
 * @param texts so many documents that each search has its own
 */
export async function measureWarm({ model, device }, query, texts) {
  const { createReranker } = await import('/dist/index.js')
  const create = (cache) => createReranker({ model: model.card, device, workers: 1, ...cache })
  const rank = async (reranker, query, documents) => {
    const start = performance.now()
    const { webrerank } = await reranker.rank({ query, documents, return_documents: false })
    return { ...webrerank.timings, whole: performance.now() - start }
  }
  const rerankers = { first: create({ cache: false }), prepared: create({}) }
  await rerankers.prepared.prepare(texts)
  const each = Math.floor(texts.length / (WARM_UP + WARM_ROUNDS))
  const searches = { first: [], prepared: [], repeated: [] }
  for (let round = -WARM_UP; round < WARM_ROUNDS; round++) {
    const asked = `${query} ${round}`
    const documents = texts.slice((round + WARM_UP) * each, (round + WARM_UP + 1) * each)
    for (const [name, reranker] of Object.entries(rerankers)) {
      const search = await rank(reranker, asked, documents)
      if (round >= 0) searches[name].push(search)
    }
    const again = await rank(rerankers.prepared, asked, documents)
    if (round >= 0) searches.repeated.push(again)
  }
  for (const reranker of Object.values(rerankers)) reranker.dispose()
  return Object.fromEntries(Object.entries(searches).map(([name, all]) => [name, middle(all)]))
}

/** The search in the middle, by what is not the forward pass. */
function middle(searches) {
  return searches.toSorted((a, b) => a.whole - a.score - (b.whole - b.score))[searches.length >> 1]
}
