import type { Reranker, RerankProgress } from '../../client/types.js'
import type { RerankRequest } from '../../wire/request.js'
import type { RerankResponse } from '../../wire/response.js'

/** The state of a ranking. */
export interface RerankState {
  /** `idle`: nothing to rank, no reranker yet, or aborted. `failed`: `error` says why. */
  status: 'idle' | 'ranking' | 'ranked' | 'failed'
  /** The last answer. It stays until the next one arrives. */
  answer?: RerankResponse | undefined
  /** A `RerankError`. An abort is not an error: the status becomes `idle`. */
  error?: Error | undefined
  /** Progress of loading or scoring, while `ranking`. */
  progress?: RerankProgress | undefined
}

/** The request of a component; null or undefined: nothing to rank. */
export type RerankInput = RerankRequest | null | undefined

/** A reranker from any entry point. */
export type AnyReranker = Pick<Reranker, 'rank'>

/**
 * Ranks, and reports each change of the state.
 * @returns a function that aborts the ranking, and changes nothing once that has ended
 */
export function startRanking(
  reranker: AnyReranker | null | undefined,
  request: RerankInput,
  change: (state: RerankState) => void,
): () => void {
  const controller = new AbortController()
  const { signal } = controller
  const tell = (state: RerankState) => {
    if (!signal.aborted) change(state)
  }
  let running = false
  const finish = (state: RerankState) => {
    running = false
    tell(state)
  }
  if (reranker && request) {
    running = true
    tell({ status: 'ranking', error: undefined, progress: undefined })
    reranker.rank(request, { signal, onProgress: (progress) => tell({ status: 'ranking', progress }) }).then(
      (answer) => finish({ status: 'ranked', answer, progress: undefined }),
      (error) => finish({ status: 'failed', error, progress: undefined }),
    )
  } else tell({ status: 'idle', answer: undefined, error: undefined, progress: undefined })
  return () => {
    if (running) tell({ status: 'idle', progress: undefined })
    controller.abort()
  }
}
