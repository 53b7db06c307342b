import type { SearchState } from '../search/types.js'
import type { Strings } from './strings/strings.js'

/** What the row above the list shows, in order, and what is said aloud. */
export interface Status {
  notes: string[]
  /**
   * The button at the end of the row: shows the order that is held back, consents to a download, tries again what failed to
   * load, or forgets earlier searches.
   */
  action?: 'show' | 'download' | 'retry' | 'forget'
  /** Only what is final: progress, and what the next key replaces, is not said. */
  said: string | undefined
  /** Nothing is there yet, and something may come. */
  waiting: boolean
  /** Nothing was taken for an answer. */
  nothing: boolean
}

/** What the box shows beside the state. */
export interface Shown {
  strings: Strings
  language: string
  /** Whether a better order waits until the pointer and the active option are gone. */
  held: boolean
  /** Whether options are shown, of this query or of the one before. */
  listed: boolean
}

/** Outcomes that are no failure, or that the row tells otherwise. */
const QUIET = ['not_asked', 'no_reranker', 'nothing_to_rerank', 'cancelled', 'download_not_allowed']

export function statusOf(state: SearchState, shown: Shown): Status {
  const { status, results } = state
  const { strings, language, listed } = shown
  if (status === 'error')
    return { notes: [strings.failed], said: strings.failed, waiting: false, nothing: false }
  // Emptied, so that the same words are heard again of the next query.
  const said = status === 'searching' || status === 'idle' ? '' : undefined
  if (status === 'searching' && !listed) return { notes: ['…'], said: '', waiting: true, nothing: false }
  // The words found nothing, and the reranker reads pages without them.
  const waiting = isSorting(status) && results.length === 0
  const found = counted(results.length, strings, language)
  const special = specialStatus(state, shown, waiting ? [] : [found])
  if (special) return { waiting: false, nothing: false, said, ...special }
  if (status === 'done') {
    const notes = [found, ...outcomeOf(state, strings)]
    return { notes, waiting, said: notes.join('. '), nothing: results.length === 0 }
  }
  return { notes: [...(waiting ? [] : [found]), ...workOf(state, strings)], waiting, said, nothing: false }
}

/** What asks a person for something, or tells that nothing answers. */
function specialStatus(
  state: SearchState,
  { strings, held }: Shown,
  found: string[],
): (Pick<Status, 'notes'> & Partial<Status>) | undefined {
  const { status, results, model, reason, answered } = state
  const done = status === 'done'
  if (held)
    return {
      notes: [...found, strings.betterReady],
      action: 'show',
      waiting: found.length === 0,
      said: undefined,
    }
  if (model === 'needs_consent') {
    const notes = [...found, consentOf(reason?.error, strings)]
    return { notes, action: 'download', ...(done && { said: found.join('') }) }
  }
  if (done && failed(state)) {
    const notes = [...found, strings.notLoaded, strings.lexicalOnly]
    return { notes, action: 'retry', said: notes.join('. ') }
  }
  if (done && answered === false) {
    const notes = [strings.nothing, ...(results.length > 0 ? [strings.withWords] : [])]
    return { notes, said: notes.join('. '), nothing: true }
  }
  return undefined
}

/** Whether the model could not be loaded, so that another try may help. */
function failed({ model, reason }: SearchState): boolean {
  if (!reason) return false
  return model === 'failed' || ['download_failed', 'integrity_failed', 'worker_crashed'].includes(reason.code)
}

/** What is under way. */
function workOf({ status, model, progress }: SearchState, strings: Strings): string[] {
  if (model === 'loading') return [`${strings.loading}${percent(progress)}`]
  return isSorting(status) ? [strings.sorting] : []
}

/** What the reranking came to. */
function outcomeOf({ reranked, results, reason, engine }: SearchState, strings: Strings): string[] {
  if (reranked && results.length > 0)
    return [
      engine?.device === 'upstream'
        ? strings.rankedElsewhere.replace('{origin}', engine.upstream ?? '?')
        : strings.better,
    ]
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

/** The error of a reranking without consent says what a download would take, from where, and under which licence. */
function consentOf(error: unknown, { consent }: Strings): string {
  const { bytes, source, license } =
    (error as { details?: Record<string, unknown> } | undefined)?.details ?? {}
  const size = typeof bytes === 'number' ? `${Math.ceil(bytes / 1e6)} MB` : '? MB'
  const from = typeof source === 'string' ? source.replace(/^https?:\/\//, '') : '?'
  return consent
    .replace('{size}', size)
    .replace('{source}', from)
    .replace('{license}', typeof license === 'string' ? license : '?')
}
