import type { Reranker, RerankProgress } from '../../client/types.js'
import type { RerankRequest } from '../../wire/request.js'
import type { RerankResponse } from '../../wire/response.js'

/** How far a ranking is. */
export interface RerankState {
  /** `idle`: there is nothing to rank, or no reranker yet. `failed`: `error` tells why. */
  status: 'idle' | 'ranking' | 'ranked' | 'failed'
  /** The last answer. It stays while the next request is ranked. */
  answer?: RerankResponse | undefined
  /** A `RerankError`. An abort is none: it leaves `idle`. */
  error?: Error | undefined
  /** How far loading or scoring is, while `ranking`. */
  progress?: RerankProgress | undefined
}

/** What a component gives to be ranked. */
export type RerankInput = RerankRequest | null | undefined

/** A reranker, of any entry. */
export type AnyReranker = Pick<Reranker, 'rank'>

/**
 * Ranks, and tells each change of the state.
 * @returns aborts it
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
  if (reranker && request) {
    tell({ status: 'ranking', error: undefined, progress: undefined })
    reranker.rank(request, { signal, onProgress: (progress) => tell({ status: 'ranking', progress }) }).then(
      (answer) => tell({ status: 'ranked', answer, progress: undefined }),
      (error) => tell({ status: 'failed', error, progress: undefined }),
    )
  } else tell({ status: 'idle', answer: undefined, error: undefined, progress: undefined })
  return () => {
    if (signal.aborted) return
    tell({ status: 'idle', progress: undefined })
    controller.abort()
  }
}
