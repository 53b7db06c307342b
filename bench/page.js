// Runs in the page: each contender ranks the same documents with the same files, on one thread unless it says otherwise.
import { createReranker } from '/dist/index.js'

/** Opens a contender: a function that ranks, and answers milliseconds. */
export async function open(name, { model, window, device }) {
  const [, kind, count] = /^([a-z_]+?)(\d*)$/.exec(name)
  if (kind === 'ours') return openOurs(model, device, Number(count || 1))
  const peer = await openTransformers(model, window, device)
  if (kind === 'padded') return peer(Number.POSITIVE_INFINITY)
  if (kind === 'fixed') return peer(Number(count))
  if (kind === 'ort') return openRuntime(model, peer)
  throw new Error(`no contender is called ${name}`)
}

function openOurs(model, device, workers) {
  const reranker = createReranker({ model: model.card, device, workers, cache: false, maxDocuments: 5000 })
  return async (query, documents) => {
    const start = performance.now()
    const { usage } = await reranker.rank({ query, documents, return_documents: false })
    return { milliseconds: performance.now() - start, tokens: usage.total_tokens }
  }
}

/** transformers.js as its cross-encoder example has it: texts and pairs to the tokenizer, padded to the longest. */
async function openTransformers(model, window, device) {
  const { AutoModelForSequenceClassification, AutoTokenizer, env } = await import('@huggingface/transformers')
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.localModelPath = '/models/'
  env.useBrowserCache = false
  env.backends.onnx.wasm.wasmPaths = {
    wasm: '/modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm',
  }
  env.backends.onnx.wasm.numThreads = 1
  const tokenizer = await AutoTokenizer.from_pretrained(model.folder)
  const encoder = await AutoModelForSequenceClassification.from_pretrained(model.folder, {
    dtype: device === 'webgpu' ? 'fp32' : 'q8',
    device,
  })
  const encode = (query, texts) =>
    tokenizer(new Array(texts.length).fill(query), {
      text_pair: texts,
      padding: true,
      truncation: true,
      max_length: window,
    })
  const ranker = (size) => async (query, documents) => {
    const start = performance.now()
    const scores = []
    for (let i = 0; i < documents.length; i += size) {
      const { logits } = await encoder(encode(query, documents.slice(i, i + size)))
      scores.push(...logits.data)
      if (size === Number.POSITIVE_INFINITY) break
    }
    return { milliseconds: performance.now() - start }
  }
  return Object.assign(ranker, { encode })
}

/** onnxruntime-web at its best: one pair at a time, at its exact length. */
async function openRuntime(model, { encode }) {
  const ort = await import('/dist/ort/ort-wasm.js')
  ort.env.wasm.wasmPaths = { wasm: '/dist/ort/ort-wasm.wasm' }
  ort.env.wasm.numThreads = 1
  const weights = `/models/${model.folder}/onnx/model_quantized.onnx`
  const session = await ort.InferenceSession.create(weights, { executionProviders: ['wasm'] })
  return async (query, documents) => {
    const start = performance.now()
    for (const text of documents) {
      const inputs = encode(query, [text])
      const feeds = {}
      for (const name of session.inputNames) {
        const { data, dims } = inputs[name] ?? { data: new BigInt64Array(inputs.input_ids.data.length) }
        feeds[name] = new ort.Tensor('int64', data, dims ?? inputs.input_ids.dims)
      }
      const results = await session.run(feeds)
      for (const result of Object.values(results)) result.dispose()
    }
    return { milliseconds: performance.now() - start }
  }
}

/** The pairs' token ids, for the native runtime. */
export async function encodeAll({ model, window }, query, documents) {
  const { encode } = await openTransformers(model, window, 'wasm')
  return documents.map((text) => Array.from(encode(query, [text]).input_ids.data, Number))
}

/** A second search over a corpus that was prepared, against a first one; and the same search again. */
export async function measureWarm({ model, device }, query, documents) {
  const options = { model: model.card, device, workers: 1 }
  const rank = async (reranker, query) => {
    const start = performance.now()
    const { webrerank } = await reranker.rank({ query, documents, return_documents: false })
    return { ...webrerank.timings, total: performance.now() - start }
  }
  const cold = createReranker({ ...options, cache: false })
  await cold.load()
  await rank(cold, `${query} warm`)
  const first = await rank(cold, query)
  cold.dispose()
  const reranker = createReranker(options)
  await reranker.prepare(documents)
  await rank(reranker, `${query} warm`)
  const prepared = await rank(reranker, query)
  const repeated = await rank(reranker, query)
  reranker.dispose()
  return { first, prepared, repeated }
}
