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
  line.dataset.status = state.status
  line.toggleAttribute('data-busy', state.status === 'searching' || state.status === 'reranking')
  // What is final is said, once; progress is not, nor what the next key replaces.
  if (state.status === 'done' && text !== said) announce(text)
}

function describe(state: PassageState): string {
  const { status, results, error } = state
  if (status === 'idle') return 'Results appear as you type. Press Enter to rank now.'
  if (status === 'searching') return 'Searching…'
  if (status === 'error') return `The search failed: ${error instanceof Error ? error.message : error}`
  const matches =
    results.length === 0 ? 'No keyword matches' : count(results.length, 'keyword match', 'keyword matches')
  if (status === 'lexical') return `${matches}.`
  if (status === 'reranking') return `${matches}. ${progressOf(state)}`
  return outcomeOf(state, matches)
}

function progressOf({ progress, model }: PassageState): string {
  if (progress?.step === 'score') return `Ranking ${progress.loaded} of ${progress.total}…`
  return model === 'ready' ? 'Ranking…' : 'Loading the model…'
}

function outcomeOf({ results, reranked, answered, timings, reason }: PassageState, matches: string): string {
  if (reranked && answered)
    return `${count(results.length, 'result')}, ranked in ${duration(timings.rerank ?? 0)}.`
  if (reranked) return 'Nothing in your files answers this.'
  const failed = reason && reason.code !== 'cancelled' && reason.code !== 'not_asked'
  if (!failed) return `${matches}.`
  return `${matches}. Not ranked: ${reason.code === 'timeout' ? 'it took too long.' : reason.message}`
}
