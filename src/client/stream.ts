import { limitTime } from '../abort/time-limit.js'
import type { RerankRequest } from '../wire/request.js'
import type { RerankResponse } from '../wire/response.js'
import type { Rank } from './steps.js'
import type { RankOptions } from './types.js'

/** The states of a ranking. Of those that nobody waited for, the last one counts. */
export async function* streamStates(
  rank: Rank,
  body: RerankRequest,
  options: RankOptions = {},
): AsyncGenerator<RerankResponse, void, void> {
  const limit = limitTime([options.signal], Number.POSITIVE_INFINITY)
  let next: (() => RerankResponse) | undefined
  let settled = false
  let wake = () => {}
  const put = (state: () => RerankResponse) => {
    next = state
    wake()
  }
  rank(body, { ...options, signal: limit.signal }, put)
    .then(
      (answer) => () => answer,
      (error) => () => {
        throw error
      },
    )
    .then((last) => {
      settled = true
      put(last)
    })
  try {
    for (;;) {
      if (!next) await new Promise<void>((resolve) => (wake = resolve))
      const state = next!
      next = undefined
      const last = settled
      yield state()
      if (last) return
    }
  } finally {
    // Whoever leaves the loop wants no more of it.
    limit.abort(new DOMException('the stream was left', 'AbortError'))
    limit.end()
  }
}
