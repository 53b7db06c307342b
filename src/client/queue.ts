import { RerankError } from '../protocol/errors.js'

/** How many requests may wait by default. */
export const MAX_QUEUE = 100

/** Runs jobs, of which some may have to wait. */
export interface Queue {
  /** Jobs that wait. */
  readonly waiting: number
  /**
   * @param signal takes a waiting job out of the queue; a running one must heed it itself
   * @throws RerankError `queue_full`
   */
  run<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/**
 * Runs jobs at once, for where they share what runs them by turns of its own.
 * @param limit jobs that may wait
 * @param running jobs that do not count as waiting
 */
export function createGate(limit: number, running: number): Queue {
  let jobs = 0
  return {
    get waiting() {
      return Math.max(0, jobs - running)
    },
    async run(job, signal) {
      signal?.throwIfAborted()
      if (jobs >= limit + running) throw full(limit)
      jobs++
      try {
        return await job()
      } finally {
        jobs--
      }
    },
  }
}

function full(limit: number): RerankError {
  return new RerankError('queue_full', `${limit} requests are already waiting`)
}

/**
 * Runs jobs one at a time, in order.
 * @param limit jobs that may wait
 */
export function createQueue(limit: number): Queue {
  const waiting: (() => void)[] = []
  let busy = false

  const next = () => {
    const start = waiting.shift()
    if (start) start()
    else busy = false
  }

  return {
    get waiting() {
      return waiting.length
    },
    async run(job, signal) {
      signal?.throwIfAborted()
      if (busy) {
        if (waiting.length >= limit) throw full(limit)
        await new Promise<void>((resolve, reject) => {
          const leave = () => {
            waiting.splice(waiting.indexOf(start), 1)
            reject(signal!.reason)
          }
          const start = () => {
            signal?.removeEventListener('abort', leave)
            resolve()
          }
          signal?.addEventListener('abort', leave, { once: true })
          waiting.push(start)
        })
      }
      busy = true
      try {
        return await job()
      } finally {
        next()
      }
    },
  }
}
