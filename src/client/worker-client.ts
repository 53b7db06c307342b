import { abortable } from '../abort/abortable.js'
import { fromErrorData, isRerankError, type RerankErrorCode } from '../protocol/errors.js'
import type { Device, ModelReference } from '../protocol/model-card.js'
import type { Outcome } from '../protocol/outcome.js'
import type { EngineAnswer, EngineInfo, EngineRequest, Fallback } from '../protocol/scoring.js'
import type { WordMatch } from '../protocol/word-match.js'
import type {
  CacheSettings,
  DownloadSettings,
  LoadProgress,
  LoadReport,
  LoadRequest,
  ScoreChunk,
  WorkersWanted,
} from '../protocol/worker-api.js'
import { createWatchdog } from './watchdog.js'
import type { WorkerHandle } from './worker-handle.js'
import type { Pool } from './worker-pool.js'

export interface EngineOptions {
  /** An id of the catalogue, or a card. */
  model: string | ModelReference
  device: 'auto' | Device
  createWorker: () => Worker
  /** Read at each load. */
  download: DownloadSettings
  /** Most workers on a CPU. Default: as many as cores and memory allow. */
  workers: number | undefined
  /** What encodings and scores may take in memory. */
  cache: CacheSettings | undefined
  /** Milliseconds in which a worker must be ready. */
  startTimeout: number
  /** Milliseconds in which a batch on the GPU must be scored. */
  watchdog: number
}

/** The page's side of the engine: one worker at a time, replaced where its realm is spoilt. */
export interface EngineClient {
  load(signal: AbortSignal | undefined, onProgress: (progress: LoadProgress) => void): Promise<EngineInfo>
  score(
    request: EngineRequest,
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress | { step: 'score'; loaded: number; total: number }) => void,
  ): Promise<EngineAnswer>
  /** Encodes documents while no request runs. Answers how many are in memory at the end. */
  prepare(
    documents: readonly string[],
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress | { step: 'prepare'; loaded: number; total: number }) => void,
  ): Promise<number>
  /** Tells of each document where its words meet the query's. */
  explain(
    query: string,
    documents: readonly string[],
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<WordMatch[][]>
  state(): 'idle' | 'loading' | 'ready'
  /** Ends the worker; what is under way rejects with the reason. The next call starts another. */
  stop(reason: Error): void
  /** Stops for good: later calls reject with the reason as well. */
  close(reason: Error): void
}

/** Failures of a GPU that a CPU does not share. */
const GPU_FAILURES: ReadonlySet<RerankErrorCode> = new Set([
  'device_lost',
  'out_of_memory',
  'inference_failed',
  'canary_failed',
  'timeout',
])

interface Loaded {
  worker: WorkerHandle
  pool: Pool
  report: LoadReport
}

interface Loading {
  promise: Promise<Loaded>
  listeners: Set<(progress: LoadProgress) => void>
  end: (reason: Error) => void
}

export function createEngineClient(options: EngineOptions): EngineClient {
  let loading: Loading | undefined
  let loaded: Loaded | undefined
  let fallback: Fallback | undefined
  let closed: Error | undefined
  let lastId = 0

  const acquire = async (signal: AbortSignal | undefined, onProgress: (progress: LoadProgress) => void) => {
    signal?.throwIfAborted()
    if (closed) throw closed
    if (loaded?.worker.alive()) return loaded
    loaded = undefined
    loading ??= startLoading()
    const mine = loading
    // A function of its own, since two callers may pass the same one.
    const listener = (progress: LoadProgress) => onProgress(progress)
    mine.listeners.add(listener)
    try {
      return await abortable(mine.promise, signal)
    } finally {
      mine.listeners.delete(listener)
      // The last one who waited has left: nobody wants this download any more.
      if (mine.listeners.size === 0 && loading === mine) mine.end(signal?.reason)
    }
  }

  const startLoading = (): Loading => {
    const listeners: Loading['listeners'] = new Set()
    let ended: { reason: Error } | undefined
    let worker: WorkerHandle | undefined
    const attempt = async (): Promise<Loaded> => {
      // Loaded at first use, so that a page which ranks nothing yet pays for no more than the entry.
      const { createPool, requireModelId, spawnWorker } = await import('./lazy.js')
      if (typeof options.model === 'string') requireModelId(options.model)
      const spawn = () => spawnWorker(options.createWorker, options.startTimeout)
      worker = await spawn()
      if (ended) worker.end(ended.reason)
      let device: Device = 'wasm'
      const dog = createWatchdog(worker, options.watchdog)
      try {
        const request: LoadRequest = {
          model: options.model,
          device: fallback ? 'wasm' : options.device,
          download: options.download,
          workers: options.workers,
          cache: options.cache,
        }
        const outcome = await worker.load(request, (progress) => {
          device = progress.device
          if (device === 'webgpu' && progress.step === 'check') dog.reset()
          for (const listener of listeners) listener(progress)
        })
        if (!outcome.ok) throw fromErrorData(outcome.error)
        return { worker, pool: createPool(worker, spawn), report: outcome.value }
      } catch (error) {
        worker.end(error as Error)
        if (ended) throw ended.reason
        recordFallback(device, error)
        return attempt()
      } finally {
        dog.stop()
      }
    }
    const mine: Loading = {
      listeners,
      promise: attempt().then(
        (result) => {
          loaded = result
          loading = undefined
          return result
        },
        (error) => {
          if (loading === mine) loading = undefined
          throw error
        },
      ),
      end(reason) {
        loading = undefined
        ended = { reason }
        worker?.end(reason)
      },
    }
    mine.promise.catch(() => {})
    return mine
  }

  /** Notes that WASM is next, or throws the error where that would not help. */
  const recordFallback = (device: Device, error: unknown) => {
    if (device !== 'webgpu' || !isRerankError(error) || !GPU_FAILURES.has(error.code)) throw error
    fallback = { from: 'webgpu', to: 'wasm', code: error.code, reason: error.message }
  }

  const info = ({ report: { bytes, timings, ...report } }: Loaded): EngineInfo =>
    fallback ? { ...report, reason: `WebGPU failed: ${fallback.reason}`, fallback } : report

  /** A call of the worker that an abort cancels. */
  const ask = async <T>(
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress) => void,
    work: (worker: WorkerHandle, id: number) => Promise<Outcome<T>>,
  ): Promise<T> => {
    const { worker } = await acquire(signal, onProgress)
    const id = ++lastId
    try {
      const outcome = await abortable(work(worker, id), signal)
      if (!outcome.ok) throw fromErrorData(outcome.error)
      return outcome.value
    } catch (error) {
      if (signal?.aborted) worker.cancel(id)
      throw error
    }
  }

  const stop = (reason: Error) => {
    loading?.end(reason)
    loaded?.worker.end(reason)
    loaded = undefined
  }

  return {
    async load(signal, onProgress) {
      return info(await acquire(signal, onProgress))
    },

    async score({ query, documents, length, bm25 }, signal, onProgress) {
      // Equal texts are scored once, and so alike to the last bit.
      const pending = new Map<string, number[]>()
      documents.forEach((text, position) => {
        const positions = pending.get(text)
        if (positions) positions.push(position)
        else pending.set(text, [position])
      })
      let finished = 0
      const answer: Omit<EngineAnswer, 'info' | 'fuseWeight'> = {
        logits: [],
        tokens: [],
        truncated: [],
        cached: { scores: 0, encodings: 0 },
        timings: { load: 0, tokenize: 0, score: 0 },
      }
      for (;;) {
        const start = performance.now()
        const model = await acquire(signal, onProgress)
        answer.timings.load += performance.now() - start
        const { worker, pool, report } = model
        const texts = [...pending.keys()]
        const id = ++lastId
        const dog = createWatchdog(worker, options.watchdog)
        const take = (chunk: ScoreChunk | WorkersWanted) => {
          // The batch that was under way at an abort: nobody waits for it.
          if (signal?.aborted) return
          if ('workers' in chunk) return pool.grow(chunk.workers)
          if (report.device === 'webgpu') dog.reset()
          chunk.indices.forEach((index, i) => {
            const text = texts[index]!
            for (const position of pending.get(text)!) {
              answer.logits[position] = chunk.logits[i]!
              answer.tokens[position] = chunk.tokens[i]!
              if (chunk.truncated[i]) answer.truncated.push(position)
              finished++
            }
            pending.delete(text)
          })
          onProgress({ step: 'score', loaded: finished, total: documents.length })
        }
        const request = { id, query, documents: texts, length }
        try {
          if (bm25 && !answer.bm25) {
            const scores = await abortable(worker.bm25({ id, query, documents }), signal)
            if (!scores.ok) throw fromErrorData(scores.error)
            answer.bm25 = [...scores.value]
          }
          if (report.device === 'webgpu') dog.reset()
          const outcome = await abortable(worker.score(request, take), signal)
          if (!outcome.ok) throw fromErrorData(outcome.error)
          answer.timings.tokenize += outcome.value.tokenize
          answer.timings.score += outcome.value.score
          answer.cached.scores += outcome.value.cached.scores
          answer.cached.encodings += outcome.value.cached.encodings
          answer.truncated.sort((a, b) => a - b)
          return { ...answer, fuseWeight: outcome.value.fuseWeight, info: info(model) }
        } catch (error) {
          if (signal?.aborted) {
            worker.cancel(id)
            throw error
          }
          recordFallback(report.device, error)
          worker.end(error as Error)
        } finally {
          dog.stop()
        }
      }
    },

    prepare: (documents, signal, onProgress) =>
      ask(signal, onProgress, (worker, id) =>
        worker.prepare({ id, documents }, (loaded) => {
          if (!signal?.aborted) onProgress({ step: 'prepare', loaded, total: documents.length })
        }),
      ),

    explain: (query, documents, signal, onProgress) =>
      ask(signal, onProgress, (worker, id) => worker.explain({ id, query, documents })),

    state: () => (loaded?.worker.alive() ? 'ready' : loading ? 'loading' : 'idle'),

    stop,

    close(reason) {
      closed = reason
      stop(reason)
    },
  }
}
