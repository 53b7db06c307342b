import { CATALOGUE } from '../src/models/catalogue.js'
import { requireModelId } from '../src/models/ids.js'
import { isRerankError, RerankError, toErrorData } from '../src/shared/errors.js'
import type { FuseWeight, ModelCard } from '../src/shared/model-card.js'
import type {
  DownloadSettings,
  LoadProgress,
  LoadReport,
  Outcome,
  ScoreChunk,
  ScoreReport,
  ScoreRequest,
  WorkerApi,
} from '../src/shared/protocol.js'
import { type BatchLimits, CPU_LIMITS, GPU_LIMITS, padBatch, planBatches } from './batches.js'
import { createBm25 } from './bm25.js'
import { judgeReference } from './canary.js'
import { recallCheck } from './check-memory.js'
import type { Choice } from './device.js'
import { completeCard } from './discover.js'
import { chooseReachable, loadFiles } from './load-files.js'
import { longestPair } from './longest.js'
import type { Pair } from './pairs.js'
import { preparePairs } from './prepare.js'
import type { Reader } from './reader.js'
import { createScoreSink } from './score-sink.js'
import { createSession, type Session } from './session.js'
import { createYielder } from './yield.js'

/** How much a first stage weighs beside a model whose card does not say. */
const FUSE_WEIGHT: FuseWeight = { given: 0.5, bm25: 0.5 }

/** Between two of these many milliseconds of work, messages are heard. */
const YIELD_EVERY = 16

interface Model {
  card: ModelCard
  choice: Choice
  limits: BatchLimits
  session: Session
  reader: Reader
}

/**
 * The worker's side of the protocol: one model on one device, for as long as the worker lives. A failure is final for
 * a realm of ONNX Runtime, so there is no way back: the page ends the worker and starts another.
 */
export function createEngine(): WorkerApi {
  let loading: Promise<Outcome<LoadReport>> | undefined
  let model: Model | undefined
  const cancelled = new Set<number>()
  const yielder = createYielder(YIELD_EVERY)
  // One request at a time: two runs at once on WebGPU wait for each other for ever.
  let last: Promise<unknown> = Promise.resolve()
  /** Lets messages in now and then, and throws where one of them cancelled the request. */
  const checkpoint = (id: number) => async () => {
    if (yielder.due()) await yielder.pause()
    if (cancelled.has(id)) throw new RerankError('inference_failed', 'the request was cancelled')
  }

  return {
    load(request, onProgress) {
      loading ??= settle('inference_failed', async () => {
        const card =
          typeof request.model === 'string'
            ? CATALOGUE[requireModelId(request.model)]
            : await completeCard(request.model, request.download)
        const choice = await chooseReachable(card, request.device, request.download)
        const loaded = await loadModel(card, choice, request.download, onProgress)
        model = loaded.model
        return loaded.report
      })
      return loading
    },
    score(request, onScores) {
      const previous = last
      const outcome = settle('inference_failed', async () => {
        await previous
        if (!model) throw new RerankError('inference_failed', 'no model is loaded')
        try {
          return await scoreDocuments(model, request, onScores, checkpoint(request.id))
        } catch (error) {
          // An error of our own (a cancellation, NaN) is known for what it is.
          const lost = isRerankError(error) ? undefined : await model.session.lost()
          throw lost ? new RerankError('device_lost', lost, { cause: error }) : error
        } finally {
          cancelled.delete(request.id)
        }
      })
      last = outcome
      return outcome
    },
    bm25({ id, query, documents }) {
      return settle('inference_failed', async () => {
        const pause = checkpoint(id)
        try {
          const scorer = createBm25(query)
          for (const document of documents) {
            await pause()
            scorer.add(document)
          }
          return scorer.scores()
        } finally {
          cancelled.delete(id)
        }
      })
    },
    cancel(id) {
      cancelled.add(id)
    },
  }
}

async function settle<T>(code: 'inference_failed', work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, error: toErrorData(error, code) }
  }
}

async function loadModel(
  card: ModelCard,
  choice: Choice,
  settings: DownloadSettings,
  onProgress: (progress: LoadProgress) => void,
): Promise<{ model: Model; report: LoadReport }> {
  const times = [performance.now()]
  const { device } = choice
  const files = await loadFiles(card, choice, settings, (progress) =>
    onProgress({ device, step: 'download', ...progress }),
  )
  const { reader, bytes, notStored } = files
  times.push(performance.now())

  onProgress({ device, step: 'prepare', loaded: 0, total: 0 })
  const weights = files.takeWeights()
  const beside = files.takeBeside()
  const size = [weights, ...beside.map(({ data }) => data)].reduce((sum, { length }) => sum + length, 0)
  const limits = choice.device === 'webgpu' ? GPU_LIMITS : CPU_LIMITS
  const model = await preferEngine(choice, files.head, async (choice): Promise<Model> => {
    const session = await createSession(choice, weights, files.head, beside)
    times[2] = performance.now()
    const { build } = choice
    const window = longestPair(card, { build, weights: size, binding: session.binding })
    const model = { card, choice, limits, session, reader: { ...reader, window } }
    await check(model, onProgress)
    return model
  })
  times.push(performance.now())

  const [start, downloaded, prepared, checked] = times as [number, number, number, number]
  const timings = { download: downloaded - start, prepare: prepared - downloaded, check: checked - prepared }
  return {
    model,
    report: {
      ...model.choice,
      bytes,
      ...(model.reader.window < card.window && { window: model.reader.window }),
      ...(notStored !== undefined && { notStored }),
      timings,
    },
  }
}

/**
 * Our own engine in the place of onnxruntime-web, which is then not even fetched. Where the engine does not know the
 * model, does not run here or fails the check, onnxruntime-web has its turn, and the reason is told.
 */
async function preferEngine<T>(
  choice: Choice,
  head: unknown,
  open: (choice: Choice) => Promise<T>,
): Promise<T> {
  if (choice.build !== 'wasm' || head) return open(choice)
  try {
    return await open({ ...choice, build: 'engine' })
  } catch (error) {
    const reason = `${choice.reason}; in onnxruntime-web, since: ${(error as Error).message}`
    return open({ ...choice, reason })
  }
}

/**
 * Scores the reference pairs: a warm-up as well, since GPU kernels are compiled in the first run. Where all of them
 * passed before, the first one is enough.
 */
async function check(model: Model, onProgress: (progress: LoadProgress) => void): Promise<void> {
  const { card, choice } = model
  const remembered = await recallCheck(card, choice)
  const reference = (card.reference ?? []).slice(0, remembered.passed ? 1 : undefined)
  const logits: number[] = []
  for (const [index, { query, document }] of reference.entries()) {
    onProgress({ device: choice.device, step: 'check', loaded: index, total: reference.length })
    const length = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }
    const request: ScoreRequest = { id: -1, query, documents: [document], length }
    await scoreDocuments(
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
  const wrong = judgeReference({ ...card, reference }, choice.dtype, logits)
  if (wrong) throw new RerankError('canary_failed', `${card.id} is wrong on ${choice.device}: ${wrong}`)
  if (!remembered.passed && reference.length > 0) await remembered.remember()
}

async function scoreDocuments(
  { card, session, reader, limits }: Model,
  request: ScoreRequest,
  onScores: (chunk: ScoreChunk) => void,
  checkpoint: () => Promise<void>,
): Promise<ScoreReport> {
  const start = performance.now()
  const { pairs, documents, pieces } = await preparePairs(reader, request, checkpoint)
  const tokenized = performance.now()

  const sink = createScoreSink(documents, onScores, limits.pairs === 1 ? YIELD_EVERY : 0)
  const run = async (batch: readonly number[]): Promise<void> => {
    await checkpoint()
    const members = batch.map((index) => pairs[index]!)
    try {
      sink.take(batch, await forward(session, members, reader, limits))
    } catch (error) {
      if (batch.length === 1 || !isMemoryError(error)) throw memoryOr(error)
      const half = batch.length >> 1
      await run(batch.slice(0, half))
      await run(batch.slice(half))
    }
  }
  try {
    const lengths = pairs.map((pair) => pair.ids.length)
    for (const batch of planBatches(lengths, limits)) await run(batch)
  } finally {
    // What was scored before a failure is kept: the next worker goes on from there.
    sink.flush()
  }
  return {
    tokenize: tokenized - start,
    score: performance.now() - tokenized,
    fuseWeight: fuseWeight(card, pieces),
  }
}

function fuseWeight({ fuseWeight = FUSE_WEIGHT, foreign }: ModelCard, pieces: number): FuseWeight {
  return foreign && pieces > foreign.pieces ? foreign.fuseWeight : fuseWeight
}

function forward(
  session: Session,
  pairs: readonly Pair[],
  { tokenizer, window }: Reader,
  limits: BatchLimits,
): Promise<Float32Array> {
  return session.run(padBatch(pairs, tokenizer.padId, limits.multiple, window))
}

function isMemoryError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /out of memory|bad_alloc|allocat|mapping size|exceeds the max/i.test(error.message)
  )
}

function memoryOr(error: unknown): unknown {
  if (!isMemoryError(error)) return error
  return new RerankError('out_of_memory', `memory ran out in scoring: ${(error as Error).message}`, {
    cause: error,
  })
}
