import { startSteps } from '../abort/timer.js'
import { RerankError } from '../protocol/errors.js'
import type { ModelWorker } from './loaded.js'

export interface Watchdog {
  /** Gives the GPU its time anew. The first call starts the watch. */
  reset(): void
  /** Ends the watch for good: what a worker says later starts no other. */
  stop(): void
}

/** Ends a worker whose GPU does not answer. */
export function createWatchdog(worker: Pick<ModelWorker, 'end'>, milliseconds: number): Watchdog {
  let end = () => {}
  let stopped = false
  return {
    reset() {
      end()
      if (stopped) return
      end = startSteps(() => {
        worker.end(new RerankError('timeout', `the GPU did not finish a batch within ${milliseconds} ms`))
      }, milliseconds)
    },
    stop() {
      stopped = true
      end()
    },
  }
}
