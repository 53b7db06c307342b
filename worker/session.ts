import type * as Ort from 'onnxruntime-web'
import type { Batch } from './batches.js'
import { createCpuSession, type RowBits } from './cpu/session.js'
import type { Choice } from './device.js'
import { deviceWithoutSubgroups } from './gpu.js'
import type { Head } from './head.js'
import { isolateGraph, WEIGHTS_LOCATION } from './onnx/isolate.js'
import type { Rewritten } from './rewritten.js'
import { loadEngine, runtimeSource } from './runtime.js'
import { bytesOfContent, type Content, type Source, sourceOf } from './source.js'

/** A loaded model: the seam behind which a runtime lives. One call of `run` at a time. */
export interface Session {
  /** One logit a row. */
  run(batch: Batch): Promise<Float32Array>
  /** Why the GPU went away, where it did. Asked after a failed run. */
  lost(): Promise<string | undefined>
  /** The largest buffer that the GPU binds, in bytes. */
  binding?: number | undefined
}

/** A file that holds tensors of a graph, by the name that the graph has for it. */
export interface ExternalFile {
  path: string
  data: Content
}

export interface SessionOptions {
  /** Applied to what an encoder gives. */
  head?: Head | undefined
  beside?: ExternalFile[]
  /** Of our own engine. Default 12. */
  rows?: RowBits
  /** In the place of the graph in the weights, in which its large tensors still lie. Of onnxruntime-web. */
  graph?: Rewritten['graph'] | undefined
}

/** Loads the runtime that was chosen, and the model into it. The only place that knows ONNX Runtime. */
export async function createSession(
  choice: Choice,
  weights: Content,
  { head, beside = [], rows = 12, graph }: SessionOptions = {},
): Promise<Session> {
  if (choice.build === 'engine') {
    const files = new Map(beside.map(({ path, data }) => [path, sourceOf(data)]))
    const source = sourceOf(weights)
    files.set(WEIGHTS_LOCATION, source)
    return createCpuSession({ graph: isolateGraph(source), files }, choice.dtype, rows, loadEngine)
  }
  const ort = await runtimeSource().load(choice.build)
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  const own = choice.device === 'webgpu' ? await deviceWithoutSubgroups() : undefined
  const session = await openSession(ort, choice, { weights, graph }, beside, own)
  const output = session.outputNames.includes('logits') ? 'logits' : session.outputNames[0]!

  const gpu = choice.device === 'webgpu' ? (own ?? ((await ort.env.webgpu.device) as GPUDevice)) : undefined

  return {
    async run(batch) {
      const results = await session.run(feeds(ort, session.inputNames, batch))
      try {
        const result = results[output]!
        return head ? applyHead(head, result, batch) : readLogits(result, batch.rows)
      } finally {
        for (const result of Object.values(results)) result.dispose()
      }
    },
    async lost() {
      // The run fails a moment before the loss is announced.
      const info = await Promise.race([
        gpu?.lost,
        new Promise<undefined>((resolve) => setTimeout(resolve, 100)),
      ])
      return info && `the GPU was lost (${info.reason}): ${info.message}`
    },
    binding: gpu?.limits.maxStorageBufferBindingSize,
  }
}

async function openSession(
  ort: typeof Ort,
  { build, device }: Choice,
  { weights: file, graph }: Rewritten,
  beside: ExternalFile[],
  own: GPUDevice | undefined,
): Promise<Ort.InferenceSession> {
  const provider = own ? { name: device, device: own } : build === 'native' ? 'cpu' : device
  const options = { executionProviders: [provider], logSeverityLevel: 3 } as const
  if (build === 'native') {
    if (beside.length > 0) throw new Error('weights in files of their own do not run natively')
    return ort.InferenceSession.create(await bytesOfContent(file), options)
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
function feeds(ort: typeof Ort, names: readonly string[], batch: Batch): Record<string, Ort.Tensor> {
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
function applyHead(head: Head, { data, dims }: Ort.Tensor, { rows, columns }: Batch): Float32Array {
  const width = dims[2]
  if (dims[0] !== rows || dims[1] !== columns || width === undefined)
    throw new Error(`the model answered ${dims.join(' x ')} for ${rows} pairs of ${columns} tokens`)
  const states = data as Float32Array
  return Float32Array.from({ length: rows }, (_, row) =>
    head(states.subarray(row * columns * width, row * columns * width + width)),
  )
}

/** One label is the logit itself; of two, the second against the first, as their softmax would weigh them. */
function readLogits(tensor: Ort.Tensor, rows: number): Float32Array {
  const values = tensor.data as Float32Array
  if (values.length === rows) return values.slice()
  if (values.length === rows * 2)
    return Float32Array.from({ length: rows }, (_, i) => values[2 * i + 1]! - values[2 * i]!)
  throw new Error(`the model answered ${values.length} numbers for ${rows} pairs`)
}
