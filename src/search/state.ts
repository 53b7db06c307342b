import { isRerankError } from '../protocol/errors.js'
import type { NotReranked, SearchState } from './types.js'

/** Outcomes that a model does not change. */
export const CHOSEN: readonly string[] = [
  'not_asked',
  'no_reranker',
  'nothing_to_rerank',
  'no_text',
  'cancelled',
]

export const IDLE: SearchState = {
  status: 'idle',
  query: '',
  results: [],
  reranked: false,
  model: 'unknown',
  timings: {},
}

/** What an earlier turn of a query may have left. */
export const NO_NOTES = { reason: undefined, error: undefined, progress: undefined }
export const NO_ANSWER = { answered: undefined, expanded: undefined, engine: undefined }

/** `undefined` takes a member away. */
export type Change<P> = { [K in keyof SearchState<P>]?: SearchState<P>[K] | undefined }

/** The state with what changed. */
export function merge<P>(state: SearchState<P>, change: Change<P>): SearchState<P> {
  const entries = Object.entries({ ...state, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as unknown as SearchState<P>
}

/** Why results are in the first stage's order, of what the reranker threw. */
export function reasonOf(error: unknown): NotReranked {
  if (isRerankError(error)) return { code: error.code, message: error.message, error }
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return { code: 'timeout', message: error.message, error }
  return { code: 'failed', message: error instanceof Error ? error.message : String(error), error }
}
