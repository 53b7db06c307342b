import { abortable } from '../abort/abortable.js'
import { requireModelId } from '../models/catalogue/ids.js'
import { isRerankError, type RerankErrorCode } from '../protocol/errors.js'
import type { Device, ModelReference } from '../protocol/model-card.js'
import { unwrap } from '../protocol/outcome.js'
import type { EngineInfo, Fallback } from '../protocol/scoring.js'
import type {
  CacheSettings,
  DownloadSettings,
  LoadProgress,
  LoadReport,
  LoadRequest,
} from '../protocol/worker-api.js'
import { logDecision, measure } from './debug.js'
import type { OwnWorker } from './entry-worker.js'
import type { Loaded, ModelLoader } from './loaded.js'
import { spawnOwnWorker } from './own-worker.js'
import type { RerankerOptions } from './types.js'
import { createWatchdog } from './watchdog.js'
import { spawnWorker, type WorkerHandle } from './worker-handle.js'
import { createPool } from './worker-pool.js'

export interface WorkerOptions {
  /** All options, as they were given. */
  given: RerankerOptions
  /** An id of the catalogue, or a card. */
  model: string | ModelReference
  device: 'auto' | Device
  /** Default: that of the entry. */
  createWorker: (() => Worker) | undefined
  ownWorker: OwnWorker | undefined
  download: Readonly<DownloadSettings>
  /** Most workers on a CPU. Default: as many as cores and memory allow. */
  workers: number | undefined
  /** What encodings and scores may take in memory. */
  cache: CacheSettings | undefined
  /** The share of workers' memory and of the cache that this model may take, from 0 to 1. */
  share: number
  /** Milliseconds in which a worker must be ready. */
  startTimeout: number
  /** Milliseconds in which a batch on the GPU must be scored. */
  watchdog: number
  /** How often one call goes on with a fresh worker after its worker crashed. */
  freshWorkers: number
}

/** Failures of a GPU that a CPU does not share. */
const GPU_FAILURES: ReadonlySet<RerankErrorCode> = new Set([
  'device_lost',
  'out_of_memory',
  'inference_failed',
  'canary_failed',
  'timeout',
])

interface Loading {
  promise: Promise<Loaded>
  listeners: Set<(progress: LoadProgress) => void>
  end: (reason: Error) => void
}

/** Loads the model in a worker, which is replaced where its realm is spoilt. */
export function createWorkerLoader(options: WorkerOptions): ModelLoader {
  let loading: Loading | undefined
  let loaded: Loaded | undefined
  let fallback: Fallback | undefined
  let closed: Error | undefined
  let download = options.download

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

  const loadModel = async (worker: WorkerHandle, onProgress: (progress: LoadProgress) => void) => {
    const dog = createWatchdog(worker, options.watchdog)
    const { model, workers, cache, share } = options
    const device = fallback ? 'wasm' : options.device
    const request: LoadRequest = { model, device, download, workers, cache, share }
    try {
      const outcome = await worker.load(request, (progress) => {
        if (progress.device === 'webgpu' && progress.step === 'check') dog.reset()
        onProgress(progress)
      })
      return unwrap(outcome)
    } finally {
      dog.stop()
    }
  }

  const startLoading = (): Loading => {
    const listeners: Loading['listeners'] = new Set()
    const ended = new AbortController()
    let worker: WorkerHandle | undefined
    const start = async (): Promise<Loaded> => {
      const began = performance.now()
      if (typeof options.model === 'string') requireModelId(options.model)
      const { createWorker, ownWorker } = options
      const spawn = (signal: AbortSignal) => {
        const times = { ...options, signal }
        return createWorker ? spawnWorker(createWorker, times) : spawnOwnWorker(ownWorker!, times)
      }
      worker = await spawn(ended.signal)
      let device: Device = 'wasm'
      try {
        const report = await loadModel(worker, (progress) => {
          device = progress.device
          for (const listener of listeners) listener(progress)
        })
        measure('load', began, performance.now() - began)
        logLoaded(report)
        return { worker, pool: createPool(worker, spawn), report }
      } catch (error) {
        worker.end(error as Error)
        ended.signal.throwIfAborted()
        recordFallback(device, error)
        return start()
      }
    }
    const mine: Loading = {
      listeners,
      promise: start().then(
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
        ended.abort(reason)
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
    logDecision(`falls back from webgpu to wasm: ${error.code}: ${error.message}`)
  }

  const info = ({ report: { bytes, timings, kernel, ...report } }: Loaded): EngineInfo =>
    fallback ? { ...report, reason: `WebGPU failed: ${fallback.reason}`, fallback } : report

  const stop = (reason: Error) => {
    loading?.end(reason)
    loaded?.worker.end(reason)
    loaded = undefined
  }

  return {
    acquire,
    recordFallback,
    info,
    allowDownload() {
      download = { ...download, allowDownload: true }
    },
    state: () => (loaded?.worker.alive() ? 'ready' : loading ? 'loading' : 'idle'),
    stop,
    close(reason) {
      closed = reason
      stop(reason)
    },
  }
}

/** What was decided while a model was loaded, a line each. */
function logLoaded({
  device,
  dtype,
  build,
  kernel,
  reason,
  bytes,
  notStored,
  window,
  timings,
}: LoadReport): void {
  logDecision(`device ${device}, dtype ${dtype}: ${reason}`)
  logDecision(`runtime ${build}${kernel ? `, kernels ${kernel}` : ''}`)
  const times = Object.entries(timings).map(([step, time]) => `${step} ${Math.round(time)} ms`)
  logDecision(`read ${bytes} bytes: ${times.join(', ')}`)
  if (window !== undefined) logDecision(`pairs are cut at ${window} tokens: memory allows no more`)
  if (notStored !== undefined) logDecision(`downloads are not stored: ${notStored}`)
}
