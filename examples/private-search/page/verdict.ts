import type { SearchResult, SearchState } from 'webrerank/search'
import type { Passage } from '../shared/protocol.js'
import { findWords } from './excerpt.js'

/**
 * A state as the page shows it. With many passages read, a model takes some of them for an answer to any question, so the
 * first result decides: words speak for that one too. Where it does not answer, passages with words of the question are left,
 * and no sentence is marked as an answer.
 */
export function judge(state: SearchState<Passage>): SearchState<Passage> {
  const { answered, results, query } = state
  if (answered === undefined || (answered && results[0]?.answers)) return state
  const shown = answered ? results.filter((result) => hasWords(result, query)) : results
  return { ...state, answered: false, results: shown.map(({ sentence: _, ...result }) => result) }
}

function hasWords({ title, text, matched }: SearchResult<Passage>, query: string): boolean {
  return matched !== false && findWords(`${title}\n${text}`, query).length > 0
}
