/** A signal that aborts after a time, or with another. */
export interface TimeLimit {
  signal: AbortSignal
  /** Whether it was the time that ended it. */
  readonly late: boolean
  /** The work is done: neither matters any more. */
  end(): void
}

/**
 * Not `AbortSignal.any` and `AbortSignal.timeout`: Node may collect such a signal before it fires.
 * @param outer aborts it too, with its own reason
 */
export function limitTime(outer: AbortSignal | undefined, milliseconds: number): TimeLimit {
  const controller = new AbortController()
  const follow = () => controller.abort(outer?.reason)
  let late = false
  const timer = setTimeout(() => {
    late = !controller.signal.aborted
    controller.abort(new DOMException(`not done within ${milliseconds} ms`, 'TimeoutError'))
  }, milliseconds)
  if (outer?.aborted) follow()
  outer?.addEventListener('abort', follow, { once: true })
  return {
    signal: controller.signal,
    get late() {
      return late
    },
    end() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', follow)
    },
  }
}
