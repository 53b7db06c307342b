import { startTimer } from '../abort/timer.js'
import { RerankError } from '../protocol/errors.js'

/** A time by which an answer has to be there, with whatever is known by then. */
export interface Deadline {
  /** In milliseconds since 1970: workers have this clock too. */
  readonly until: number
  /** Milliseconds that are left, at least 0. */
  left(): number
  /**
   * What work gives, or undefined where it does not in time. The work goes on: a model that was not loaded in time is there for the
   * next request.
   */
  within<T>(work: Promise<T>): Promise<T | undefined>
}

/**
 * @param milliseconds from now on
 * @throws RerankError `invalid_request`
 */
export function createDeadline(milliseconds: unknown): Deadline {
  if (typeof milliseconds !== 'number' || !(milliseconds >= 0 && milliseconds < 2 ** 31))
    throw new RerankError('invalid_request', 'deadline must be a time in milliseconds below 2^31', {
      param: 'deadline',
    })
  const until = Date.now() + milliseconds
  const left = () => Math.max(0, until - Date.now())
  return {
    until,
    left,
    async within(work) {
      let timer: ReturnType<typeof startTimer>
      const late = new Promise<undefined>((resolve) => {
        timer = startTimer(() => resolve(undefined), left())
      })
      // Nobody may be left to hear of its failure.
      work.catch(() => {})
      try {
        return await Promise.race([work, late])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
