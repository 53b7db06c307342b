import { announce, find } from './elements.js'
import { count, duration } from './format.js'
import type { SearchState } from './search-session.js'

/** The line under the search box: what was done, and what is being done. */
export function showStage(state: SearchState): void {
  const line = find('stage', HTMLElement)
  const text = describe(state)
  line.textContent = text
  // Exact, for measure.mjs.
  line.dataset.milliseconds = String(state.searchTime)
  line.toggleAttribute('data-busy', state.phase === 'searching' || state.phase === 'reranking')
  // What is final is said once; progress is not, nor what the next key replaces.
  if (state.phase === 'reranked' || (state.phase === 'found' && state.hits.length === 0)) announce(text)
}

function describe(state: SearchState): string {
  const found = `${count(state.hits.length, 'passage')} by words in ${duration(state.searchTime)}`
  switch (state.phase) {
    case 'idle':
      return 'Results come while you type. Press Enter to have them reranked at once.'
    case 'searching':
      return 'Searching…'
    case 'found':
      if (state.hits.length === 0) return state.reason || 'No passage holds these words.'
      return state.reason ? `${found}. Not reranked: ${state.reason}` : found
    case 'reranking':
      return state.loading
        ? `${found}. Loading the model…`
        : `${found}. Reranking ${state.scored} of ${state.candidates}…`
    case 'reranked':
      return `${found}, ${state.candidates} of them reranked in ${duration(state.rerankTime)}`
  }
}
