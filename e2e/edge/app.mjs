// What runs in each runtime: handlers by the request's `with`.

/**
 * @param {(options?: object) => (request: Request) => Promise<Response>} createHandler of the runtime's preset
 * @param {{ createHandler: (options: object) => (request: Request) => Promise<Response> }} edge the entry without files
 */
export function createApp(createHandler, edge) {
  // Those of src/models/catalogue/tiny-en.json, which not every runtime can import: to be changed after a training.
  const sizes = {
    'onnx/model_quantized.onnx': 4023792,
    'tokenizer.json': 355375,
    'match.bin': 81792,
    'related.bin': 465658,
    'vectors.bin': 674784,
  }
  const zeros = Object.fromEntries(Object.entries(sizes).map(([path, size]) => [path, new ArrayBuffer(size)]))
  const files = (model) => ({ model, kernels: {} })
  const handlers = {
    plain: createHandler({ kernels: 'plain' }),
    auto: createHandler(),
    small: createHandler({ kernels: 'plain', maxDocuments: 2, maxBodyBytes: 1000 }),
    missing: edge.createHandler({ files: files({ ...zeros, 'match.bin': undefined }) }),
    short: edge.createHandler({ files: () => files({ ...zeros, 'match.bin': new ArrayBuffer(4) }) }),
    zeros: edge.createHandler({ files: files(zeros) }),
    failing: edge.createHandler({
      files() {
        throw new Error('the store is closed')
      },
    }),
  }
  return async (request) => {
    const handle = handlers[new URL(request.url).searchParams.get('with') ?? 'plain']
    return handle(request)
  }
}
