import { RerankError } from '../src/shared/errors.js'
import type { ModelCard, ReferencePair } from '../src/shared/model-card.js'
import type { DownloadSettings, LoadProgress, LoadReport, ScoreRequest } from '../src/shared/protocol.js'
import { type BatchLimits, CPU_LIMITS, GPU_LIMITS, padBatch } from './batches.js'
import { judgeReference, sevenBitsSuffice } from './canary.js'
import { recallCheck } from './check-memory.js'
import type { RowBits } from './cpu/session.js'
import type { Choice } from './device.js'
import { loadFiles, readCompanions } from './load-files.js'
import { longestPair } from './longest.js'
import type { Reader } from './reader.js'
import { preferRewritten, type Rewritten } from './rewritten.js'
import { scoreBatches } from './score-batches.js'
import { createSession, type Session } from './session.js'
import { type Content, sizeOf } from './source.js'

/** A model on a device. */
export interface Model {
  card: ModelCard
  choice: Choice
  limits: BatchLimits
  session: Session
  reader: Reader
}

/** What another worker needs to open the same model. */
export interface ModelParts {
  card: ModelCard
  choice: Choice
  weights: Content
  companions: readonly Uint8Array[]
  /** Tokens of the longest pair. */
  window: number
  rows: RowBits
}

export interface LoadedModel {
  model: Model
  /** Absent where weights lie in files beside the graph: such models are too large for a second worker. */
  parts?: ModelParts
  report: LoadReport
}

export async function loadModel(
  card: ModelCard,
  choice: Choice,
  settings: DownloadSettings,
  onProgress: (progress: LoadProgress) => void,
): Promise<LoadedModel> {
  const times = [performance.now()]
  const { device } = choice
  const files = await loadFiles(card, choice, settings, (progress) =>
    onProgress({ device, step: 'download', ...progress }),
  )
  const { reader, bytes, notStored, companions } = files
  times.push(performance.now())

  onProgress({ device, step: 'prepare', loaded: 0, total: 0 })
  const weights = files.takeWeights()
  const beside = files.takeBeside()
  const large = beside.length > 0
  const size = [weights, ...beside.map(({ data }) => data)].reduce((sum, content) => sum + sizeOf(content), 0)
  const limits = choice.device === 'webgpu' ? GPU_LIMITS : CPU_LIMITS
  const openWith = async (choice: Choice, { weights, graph }: Rewritten) => {
    const open = async (rows: RowBits): Promise<Model> => {
      const session = await createSession(choice, weights, { head: files.head, beside, rows, graph })
      times[2] ??= performance.now()
      const { build } = choice
      const window = longestPair(card, { build, weights: size, binding: session.binding })
      return { card, choice, limits, session, reader: { ...reader, window } }
    }
    return openChecked(card, choice, size, open, onProgress)
  }
  const { model, rows } = await preferEngine(choice, files.head, (choice) =>
    preferRewritten(card, choice, weights, beside, openWith),
  )
  times.push(performance.now())

  const [start, downloaded, prepared, checked] = times as [number, number, number, number]
  const timings = { download: downloaded - start, prepare: prepared - downloaded, check: checked - prepared }
  return {
    model,
    ...(!large && {
      parts: { card, choice: model.choice, weights, companions, window: model.reader.window, rows },
    }),
    report: {
      ...model.choice,
      bytes,
      ...(model.reader.window < card.window && { window: model.reader.window }),
      ...(notStored !== undefined && { notStored }),
      timings,
    },
  }
}

/** Opens a model that another worker has loaded and checked. */
export async function openModel({
  card,
  choice,
  weights,
  companions,
  window,
  rows,
}: ModelParts): Promise<Model> {
  const { reader, head } = readCompanions(card, companions)
  const session = await createSession(choice, weights, { head, rows })
  return { card, choice, limits: CPU_LIMITS, session, reader: { ...reader, window } }
}

/**
 * Our own engine in the place of onnxruntime-web, which is then not even fetched. Where the engine does not know the
 * model, does not run here or fails the check, onnxruntime-web has its turn, and the reason is told. In the place of a
 * native runtime that fails the check it is the engine's turn: natively, sums of int8 products saturate on x86
 * processors without VNNI.
 */
async function preferEngine<T>(
  choice: Choice,
  head: unknown,
  open: (choice: Choice) => Promise<T>,
): Promise<T> {
  const native = choice.build === 'native'
  if (head || !(native || choice.build === 'wasm')) return open(choice)
  try {
    return await open(native ? choice : { ...choice, build: 'engine' })
  } catch (error) {
    const next = native ? 'our own engine' : 'onnxruntime-web'
    const reason = `${choice.reason}; in ${next}, since: ${(error as Error).message}`
    if (!native) return open({ ...choice, reason })
    return open({ ...choice, build: 'engine', reason }).catch(() => {
      throw error
    })
  }
}

/** Weights larger than this are not packed twice to compare rows of 7 and of 12 bits. */
const COMPARED_BYTES = 2 ** 27

/**
 * Opens a model and scores its reference pairs: a warm-up as well, since GPU kernels are compiled in the first run. Where
 * all of them passed before, the first one is enough. Our engine has rows of 7 bits where those pairs show that they cost
 * little; without such pairs, 12.
 * @throws RerankError `canary_failed`
 */
async function openChecked(
  card: ModelCard,
  choice: Choice,
  size: number,
  open: (rows: RowBits) => Promise<Model>,
  onProgress: (progress: LoadProgress) => void,
): Promise<{ model: Model; rows: RowBits }> {
  const { reference = [] } = card
  const score = (model: Model, pairs = reference) => scoreReference(model, pairs, onProgress)
  const narrows = choice.build === 'engine' && choice.dtype === 'q8'
  const remembered = await recallCheck(card, choice)
  if (remembered.rows || reference.length === 0 || !narrows) {
    const rows = remembered.rows ?? 12
    const model = await open(rows)
    needRight(model, await score(model, remembered.rows && reference.slice(0, 1)))
    if (choice.device === 'webgpu') await warmUp(model)
    if (!remembered.rows && reference.length > 0) await remembered.remember(rows)
    return { model, rows }
  }
  let [model, rows]: [Model, RowBits] = [await open(7), 7]
  let logits = await score(model)
  if (!sevenBitsSuffice(card, logits)) {
    const exact = await open(12)
    const wanted = await score(exact)
    if (size > COMPARED_BYTES || !sevenBitsSuffice(card, logits, wanted)) {
      ;[model, rows, logits] = [exact, 12, wanted]
    }
  }
  needRight(model, logits)
  await remembered.remember(rows)
  return { model, rows }
}

/** What a first request will want of the GPU, compiled: kernels differ by whether rows are several, short or long. */
const WARM_COLUMNS = [16, 64]

async function warmUp({ session, reader }: Model): Promise<void> {
  const { padId } = reader.tokenizer
  for (const columns of WARM_COLUMNS) {
    const length = Math.min(columns, reader.window)
    const pair = { ids: new Int32Array(length).fill(padId), types: new Int32Array(length) }
    await session.run(padBatch([pair, pair], padId, 1, reader.window)).catch((cause) => {
      throw new RerankError('canary_failed', `the warm-up failed: ${(cause as Error).message}`, { cause })
    })
  }
}

/** @param logits of the first reference pairs */
function needRight({ card, choice }: Model, logits: readonly number[]): void {
  const reference = card.reference?.slice(0, logits.length) ?? []
  const wrong = judgeReference({ ...card, reference }, choice.dtype, logits)
  if (wrong) throw new RerankError('canary_failed', `${card.id} is wrong on ${choice.device}: ${wrong}`)
}

/** @throws RerankError `canary_failed` where a run fails */
async function scoreReference(
  model: Model,
  reference: readonly ReferencePair[],
  onProgress: (progress: LoadProgress) => void,
): Promise<number[]> {
  const { card, choice } = model
  const logits: number[] = []
  for (const [index, { query, document }] of reference.entries()) {
    onProgress({ device: choice.device, step: 'check', loaded: index, total: reference.length })
    const length = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }
    const request: ScoreRequest = { id: -1, query, documents: [document], length }
    await scoreBatches(
      model,
      request,
      (chunk) => logits.push(chunk.logits[0]!),
      async () => {},
    ).catch((cause) => {
      throw new RerankError('canary_failed', `the check of ${card.id} failed: ${(cause as Error).message}`, {
        cause,
      })
    })
  }
  return logits
}
