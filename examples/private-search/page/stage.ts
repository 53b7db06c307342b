import { announce, find } from './elements.js'
import { count, duration } from './format.js'
import type { PassageState } from './search-session.js'

/** The line under the search box: what was done, and what is being done. */
export function showStage(state: PassageState): void {
  const line = find('stage', HTMLElement)
  const text = describe(state)
  const said = line.textContent
  line.textContent = text
  // Exact, for measure.mjs.
  line.dataset.milliseconds = String(state.timings.firstStage ?? '')
  line.toggleAttribute('data-busy', state.status === 'searching' || state.status === 'reranking')
  // What is final is said, once; progress is not, nor what the next key replaces.
  if (state.status === 'done' && text !== said) announce(text)
}

function describe({ status, results, timings, progress, reranked, reason, error }: PassageState): string {
  if (status === 'idle') return 'Results come while you type. Press Enter to have them reranked at once.'
  if (status === 'searching') return 'Searching…'
  if (status === 'error') return `The search failed: ${error instanceof Error ? error.message : error}`
  if (results.length === 0) return 'No passage holds these words.'
  const found = `${count(results.length, 'passage')} by words in ${duration(timings.firstStage ?? 0)}`
  if (status === 'reranking') {
    return progress?.step === 'score'
      ? `${found}. Reranking ${progress.loaded} of ${progress.total}…`
      : `${found}. Loading the model…`
  }
  if (reranked) {
    const scored = results.filter(({ relevance }) => relevance !== undefined).length
    return `${found}, ${scored} of them reranked in ${duration(timings.rerank ?? 0)}`
  }
  const failed = reason && reason.code !== 'nothing_to_rerank' && reason.code !== 'cancelled'
  return status === 'done' && failed ? `${found}. Not reranked: ${reason.message}` : found
}
