import { companionFiles, dtypesFor, weightsFiles } from '../src/models/files.js'
import { isRerankError, RerankError } from '../src/protocol/errors.js'
import type { ModelCard, ModelFile } from '../src/protocol/model-card.js'
import type { LoadProgress, LoadReport } from '../src/protocol/worker-api.js'
import { sourceOf } from '../worker/bytes/content.js'
import { openNarrowest, requireRight, scoreReference } from '../worker/model/reference.js'
import type { Model } from '../worker/model/types.js'
import { bestModule } from '../worker/runtime/cpu/heap.js'
import { createCpuSession } from '../worker/runtime/cpu/session.js'
import type { ActivationBits, Choice, KernelModule } from '../worker/runtime/types.js'
import { CPU_LIMITS } from '../worker/scoring/batches.js'
import { createPairInput, type PairInput } from '../worker/text/pair-input.js'
import { checkFiles } from './check-options.js'
import type { EdgeFiles, ReadEncoder } from './types.js'

/** Why the model runs where it does, as answers tell. */
const REASON = 'in the isolate that answers'

/**
 * Opens a model in the CPU engine, in this thread, and scores its reference pairs.
 * @param kernels `plain` leaves the other module aside
 * @throws RerankError `integrity_failed` for a file that is missing or another one, `unsupported_device` where no module of kernels
 * runs here or the engine does not know the model, `canary_failed` where its scores are wrong
 */
export async function openModel(
  card: ModelCard,
  files: EdgeFiles,
  kernels: 'auto' | 'plain',
  readEncoder: ReadEncoder,
  onProgress: (progress: LoadProgress) => void,
): Promise<{ model: Model; report: LoadReport }> {
  const start = performance.now()
  checkFiles(files)
  const choice = chooseWeights(card)
  const take = (file: ModelFile) => takeFile(card, files, file)
  const [weights, ...beside] = weightsFiles(card, choice.dtype).map((file) => ({ file, bytes: take(file) }))
  const companions = companionFiles(card).map(take)
  let input: PairInput | undefined
  const module = chooseModule(files, kernels)
  if (!files.kernels[module]) {
    // What is wrong with the model's files is told first.
    createPairInput(card, companions)
    throw unsupported(`files.kernels has no '${module}' module, which this runtime needs`)
  }
  let prepared = start

  const sources = new Map(beside.map(({ file, bytes }) => [file.path.replace(/^.*\//, ''), sourceOf(bytes)]))
  /** The tokenizer is made while kernels are compiled. */
  const read = () => {
    input ??= createPairInput(card, companions)
    const encoder = readEncoder(weights!.file, sourceOf(weights!.bytes), sources)
    prepared = performance.now()
    return encoder
  }
  const open = async (activationBits: ActivationBits): Promise<Model> => {
    const session = await createCpuSession(
      read,
      choice.dtype,
      activationBits,
      async (name) => files.kernels[name]!,
      module,
    ).catch((cause: Error) => {
      throw isRerankError(cause) ? cause : notOpened(card, weights!.file, cause)
    })
    return modelOf(card, choice, input!, session)
  }
  const { model, logits } = await openChecked(card, choice, weights!.bytes.length, open, onProgress)
  requireRight(model, logits)
  const bytes = [...companions, weights!.bytes, ...beside.map(({ bytes }) => bytes)]
  return {
    model,
    report: {
      ...choice,
      ...(model.session.kernel !== undefined && { kernel: model.session.kernel }),
      bytes: bytes.reduce((sum, { length }) => sum + length, 0),
      ...(card.version !== undefined && { modelVersion: card.version }),
      ...(card.floor !== undefined && { floor: card.floor }),
      timings: { download: 0, prepare: prepared - start, check: performance.now() - prepared },
    },
  }
}

type CpuSession = Awaited<ReturnType<typeof createCpuSession>>

function modelOf(card: ModelCard, choice: Choice, input: PairInput, session: CpuSession): Model {
  return { card, choice, limits: CPU_LIMITS, input, session: { ...session, maxLength: input.maxLength } }
}

/** Opens and scores the reference pairs; activations are narrow where those allow it. */
async function openChecked(
  card: ModelCard,
  choice: Choice,
  size: number,
  open: (activationBits: ActivationBits) => Promise<Model>,
  onProgress: (progress: LoadProgress) => void,
): Promise<{ model: Model; logits: readonly number[] }> {
  const reference = card.reference ?? []
  const score = (model: Model) => scoreReference(model, reference, onProgress)
  if (choice.dtype === 'q8' && reference.length > 0) return openNarrowest(card, size, open, score)
  const model = await open(12)
  return { model, logits: await score(model) }
}

function chooseWeights(card: ModelCard): Choice {
  const dtype = dtypesFor(card, 'wasm').find((dtype) => card.weights[dtype])
  if (!dtype || card.head) throw unsupported(`the CPU engine does not run ${card.id}`)
  return { device: 'wasm', dtype, build: 'engine', reason: REASON }
}

function chooseModule({ kernels }: EdgeFiles, wanted: 'auto' | 'plain'): KernelModule {
  return wanted === 'auto' && kernels.relaxed && bestModule() === 'relaxed' ? 'relaxed' : 'plain'
}

/** @throws RerankError `integrity_failed` */
function takeFile(
  { id }: ModelCard,
  { model }: EdgeFiles,
  { path, bytes }: ModelFile,
): Uint8Array<ArrayBuffer> {
  const content = model[path]
  const refuse = (what: string) =>
    new RerankError('integrity_failed', `${path} of ${id} ${what}`, { details: { model: id, file: path } })
  if (!content) throw refuse('is missing among files.model')
  const found = ArrayBuffer.isView(content)
    ? new Uint8Array(content.buffer as ArrayBuffer, content.byteOffset, content.byteLength)
    : new Uint8Array(content)
  if (bytes !== undefined && found.length !== bytes)
    throw refuse(`has ${found.length} bytes instead of ${bytes}: it is another file, or of another version`)
  return found
}

function notOpened({ id }: ModelCard, { path }: ModelFile, cause: Error): RerankError {
  return new RerankError(
    'integrity_failed',
    `${path} of ${id} is not a model that the CPU engine can run: ${cause.message}`,
    {
      cause,
      details: { model: id, file: path },
    },
  )
}

function unsupported(message: string): RerankError {
  return new RerankError('unsupported_device', message)
}
