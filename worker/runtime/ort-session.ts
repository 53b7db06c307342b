import type * as Ort from 'onnxruntime-web'
import { bytesOfContent, type Source, sourceOf } from '../bytes/content.js'
import { isolateGraph, WEIGHTS_LOCATION } from '../onnx/rewrite/externalize.js'
import type { Batch } from './padding.js'
import type { Choice, ExternalFile, Head, Rewritten } from './types.js'

/** Weights of so many bytes are small enough for each of several workers to have them. */
const SHARED_OUT_BYTES = 2 ** 26

/**
 * Whether several workers of one thread each run a model natively. They are faster than one session of several threads,
 * which wait for each other in every layer; large weights are in memory once instead.
 * @param bytes of the weights
 */
export function isSharedOut(bytes: number): boolean {
  return bytes <= SHARED_OUT_BYTES
}

export async function openSession(
  ort: typeof Ort,
  { build, device }: Choice,
  { weights: file, graph }: Rewritten,
  beside: ExternalFile[],
  own: GPUDevice | undefined,
  threads: number | undefined,
): Promise<Ort.InferenceSession> {
  const provider = own ? { name: device, device: own } : build === 'native' ? 'cpu' : device
  const options = { executionProviders: [provider], logSeverityLevel: 3 } as const
  if (build === 'native') {
    if (beside.length > 0) throw new Error('weights in files of their own do not run natively')
    const bytes = await bytesOfContent(file)
    const intraOpNumThreads = isSharedOut(bytes.length) ? 1 : threads
    return ort.InferenceSession.create(bytes, {
      ...options,
      ...(intraOpNumThreads !== undefined && { intraOpNumThreads }),
    })
  }
  const externalData = [{ path: WEIGHTS_LOCATION, data: file }, ...beside].map(({ path, data }) => ({
    path,
    // The build for JSPI reads files by itself; the others would have them in memory as a whole.
    data: data instanceof Blob && build !== 'jspi' ? new FileBytes(sourceOf(data)) : data,
  }))
  return ort.InferenceSession.create(graph ?? isolateGraph(sourceOf(file)), { ...options, externalData })
}

/**
 * A file in the guise of an array. ONNX Runtime reads tensors of external data by `byteLength` and `subarray()` of an
 * array that it was given, and by nothing else: so each is read from the file when its turn comes.
 */
class FileBytes extends Uint8Array<ArrayBuffer> {
  constructor(private readonly source: Source) {
    super(new ArrayBuffer(0))
  }
  override get byteLength(): number {
    return this.source.length
  }
  override subarray(from = 0, to = this.source.length): Uint8Array<ArrayBuffer> {
    return this.source.read(from, to)
  }
}

/** The tensors the model asks for, by name: some have no token types. */
export function feeds(ort: typeof Ort, names: readonly string[], batch: Batch): Record<string, Ort.Tensor> {
  const shape = [batch.rows, batch.columns]
  const data: Record<string, Int32Array> = {
    input_ids: batch.ids,
    attention_mask: batch.mask,
    token_type_ids: batch.types,
  }
  return Object.fromEntries(
    names.map((name) => {
      const values = data[name]
      if (!values)
        throw new Error(`the model wants an input named ${JSON.stringify(name)}, which no cross-encoder has`)
      return [name, new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape)]
    }),
  )
}

/** The head reads the first token's state of each row. */
export function applyHead(head: Head, { data, dims }: Ort.Tensor, { rows, columns }: Batch): Float32Array {
  const width = dims[2]
  if (dims[0] !== rows || dims[1] !== columns || width === undefined)
    throw new Error(`the model answered ${dims.join(' x ')} for ${rows} pairs of ${columns} tokens`)
  const states = data as Float32Array
  return Float32Array.from({ length: rows }, (_, row) =>
    head(states.subarray(row * columns * width, row * columns * width + width)),
  )
}

/** One label is the logit itself; of two, the second against the first, as their softmax would weigh them. */
export function readLogits(tensor: Ort.Tensor, rows: number): Float32Array {
  const values = tensor.data as Float32Array
  if (values.length === rows) return values.slice()
  if (values.length === rows * 2)
    return Float32Array.from({ length: rows }, (_, i) => values[2 * i + 1]! - values[2 * i]!)
  throw new Error(`the model answered ${values.length} numbers for ${rows} pairs`)
}
