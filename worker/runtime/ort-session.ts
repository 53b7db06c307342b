import type * as Ort from 'onnxruntime-web'
import { bytesOfContent, type Source, sourceOf } from '../bytes/content.js'
import { isolateGraph, WEIGHTS_LOCATION } from '../onnx/rewrite/externalize.js'
import { lastTokenOnly } from '../onnx/rewrite/last-token.js'
import type { Batch } from './padding.js'
import type { Choice, ExternalFile, Head, Rewritten, Verdict } from './types.js'

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

/**
 * @param verdict of a decoder, whose output layer is made to read the last token alone where it can be
 */
export async function openSession(
  ort: typeof Ort,
  { build, device }: Choice,
  { weights: file, graph }: Rewritten,
  beside: ExternalFile[],
  own: GPUDevice | undefined,
  threads: number | undefined,
  verdict: Verdict | undefined,
): Promise<Ort.InferenceSession> {
  const cut = (bytes: Uint8Array<ArrayBuffer>) => (verdict ? lastTokenOr(bytes) : bytes)
  const provider = own ? { name: device, device: own } : build === 'native' ? 'cpu' : device
  const options = { executionProviders: [provider], logSeverityLevel: 3 } as const
  if (build === 'native') {
    if (beside.length > 0) throw new Error('weights in files of their own do not run natively')
    const bytes = cut(await bytesOfContent(file))
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
  const opened = graph ?? cut(isolateGraph(sourceOf(file)))
  return ort.InferenceSession.create(opened, { ...options, externalData })
}

/** The graph as it is where its output layer is not found: it then takes more memory, and gives the same. */
function lastTokenOr(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    return lastTokenOnly(bytes)
  } catch {
    return bytes
  }
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
