import type { SearchState } from '../search/types.js'
import type { Strings } from './strings/strings.js'

/** What the row above the list shows, in order, and what is said aloud. */
export interface Status {
  notes: string[]
  /** The button at the end of the row: shows the order that is held back, or consents to a download. */
  action?: 'show' | 'download'
  /** Only what is final: progress, and what the next key replaces, is not said. */
  said: string | undefined
  /** Nothing is there yet, and something may come. */
  waiting: boolean
}

/** Outcomes that are no failure, or that the row tells otherwise. */
const QUIET = ['not_asked', 'nothing_to_rerank', 'cancelled', 'download_not_allowed']

/**
 * @param held whether a better order waits until the pointer and the active option are gone
 * @param listed whether options are shown, of this query or of the one before
 */
export function statusOf(
  state: SearchState,
  { strings, language, held, listed }: { strings: Strings; language: string; held: boolean; listed: boolean },
): Status {
  const { status, results, model, reason } = state
  if (status === 'error') return { notes: [strings.failed], said: strings.failed, waiting: false }
  // Emptied, so that the same words are heard again of the next query.
  const said = status === 'searching' || status === 'idle' ? '' : undefined
  if (status === 'searching' && !listed) return { notes: ['…'], said: '', waiting: true }
  // The words found nothing, and the reranker reads pages without them.
  const waiting = isSorting(status) && results.length === 0
  const found = counted(results.length, strings, language)
  const notes = waiting ? [] : [found]
  const done = status === 'done'
  if (held) return { notes: [...notes, strings.betterReady], action: 'show', waiting, said: undefined }
  if (model === 'needs_consent') {
    notes.push(strings.consent.replace('{size}', sizeOf(reason?.error)))
    return { notes, action: 'download', said: done ? found : said, waiting: false }
  }
  notes.push(...(done ? outcomeOf(state, strings) : workOf(state, strings)))
  return { notes, waiting, said: done ? notes.join('. ') : said }
}

/** What is under way. */
function workOf({ status, model, progress }: SearchState, strings: Strings): string[] {
  if (model === 'loading') return [`${strings.loading}${percent(progress)}`]
  return isSorting(status) ? [strings.sorting] : []
}

/** What the reranking came to. */
function outcomeOf({ reranked, results, reason }: SearchState, strings: Strings): string[] {
  if (reranked && results.length > 0) return [strings.better]
  return reason && !QUIET.includes(reason.code) ? [strings.lexicalOnly] : []
}

function isSorting(status: SearchState['status']): boolean {
  return status === 'reranking' || status === 'lexical'
}

function counted(count: number, { noResults, oneResult, results }: Strings, language: string): string {
  if (count < 2) return count === 0 ? noResults : oneResult
  return results.replace('{n}', new Intl.NumberFormat(language).format(count))
}

function percent(progress: SearchState['progress']): string {
  return progress && progress.total > 0 ? ` ${Math.floor((100 * progress.loaded) / progress.total)} %` : ' …'
}

/** The error of a reranking without consent says what a download would take. */
function sizeOf(error: unknown): string {
  const bytes = (error as { details?: { bytes?: unknown } } | undefined)?.details?.bytes
  return typeof bytes === 'number' ? `${Math.ceil(bytes / 1e6)} MB` : '? MB'
}
