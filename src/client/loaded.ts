import type { EngineInfo } from '../protocol/scoring.js'
import type { LoadProgress, LoadReport, WorkerApi } from '../protocol/worker-api.js'

/** What has a model and answers calls: a worker, or code of this very thread. */
export interface ModelWorker
  extends Pick<WorkerApi, 'score' | 'prepare' | 'bm25' | 'explain' | 'expand' | 'vectors' | 'cancel'> {
  /** True until it died or was ended. */
  alive(): boolean
  /** Ends it. Calls under way reject with the given error. */
  end(reason: Error): void
}

/** A model, where it runs, and what helps there. */
export interface Loaded {
  worker: ModelWorker
  pool: Pool
  report: LoadReport
}

/** Workers that help another one on a CPU: they come when there is enough work, and go with it. */
export interface Pool {
  /** Sees to so many workers, the first counted. Those that are there already stay. */
  grow(workers: number): void
}

/** One model at a time, loaded anew where what has it is spoilt. */
export interface ModelLoader {
  /** The model. It is loaded at the first call, and again where its worker died. */
  acquire(signal: AbortSignal | undefined, onProgress: (progress: LoadProgress) => void): Promise<Loaded>
  /** Notes that the CPU is next, or throws the error where that would not help. */
  recordFallback(device: LoadReport['device'], error: unknown): void
  info(loaded: Loaded): EngineInfo
  /** From now on models may be downloaded. */
  allowDownload(): void
  state(): 'idle' | 'loading' | 'ready'
  /** Gives the model up; what is under way rejects with the reason. The next call loads it again. */
  stop(reason: Error): void
  /** Stops for good: later calls reject with the reason as well. */
  close(reason: Error): void
}
