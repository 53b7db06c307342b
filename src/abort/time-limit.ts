import { startTimer } from './timer.js'

/** A signal that aborts after a time, or with another. */
export interface TimeLimit {
  signal: AbortSignal
  /** Whether it was the time that ended it. */
  readonly late: boolean
  /** Aborts it at once. */
  abort(reason: unknown): void
  /** The work is done: nothing of this matters any more. */
  end(): void
}

/**
 * Not `AbortSignal.any` and `AbortSignal.timeout`: Node may collect such a signal before it fires.
 * @param outer each of them aborts it too, with its own reason
 * @param milliseconds Infinity is never
 */
export function limitTime(outer: readonly (AbortSignal | undefined)[], milliseconds: number): TimeLimit {
  const controller = new AbortController()
  let late = false
  const timer = startTimer(() => {
    late = !controller.signal.aborted
    controller.abort(new DOMException(`not finished within ${milliseconds} ms`, 'TimeoutError'))
  }, milliseconds)
  const leave = outer.map((signal) => {
    const follow = () => controller.abort(signal?.reason)
    if (signal?.aborted) follow()
    signal?.addEventListener('abort', follow, { once: true })
    return () => signal?.removeEventListener('abort', follow)
  })
  return {
    signal: controller.signal,
    get late() {
      return late
    },
    abort: (reason) => controller.abort(reason),
    end() {
      clearTimeout(timer)
      for (const stop of leave) stop()
    },
  }
}
