import type { RerankResponse } from 'webrerank'
import { remember } from '../input/history.js'
import type { ParsedDocuments } from '../input/types.js'
import type { Engine, Ranked } from '../ranking/ranker.js'
import { languageOf, type Sample } from '../samples/sample.js'
import { t } from '../strings/index.js'
import { find } from '../ui/elements.js'
import { createBoard } from './board-view.js'
import type { FormInput } from './form-view.js'
import type { More } from './more.js'
import { describeOutcome, showFacts, showSummary } from './outcome-view.js'
import { createProofView } from './proof-view.js'
import { createRankingView } from './ranking-view.js'
import { setLanguage } from './row-parts.js'
import { createVerdictView } from './verdict-view.js'
import { createWhyView } from './why-view.js'

/** Who began a run: a press of the button, or the page itself. */
export type Cause = 'press' | 'page'

export interface Run {
  cause: Cause
  /** Milliseconds from its beginning. */
  took: number
  /** Whether the form was changed since. */
  changed: boolean
}

export interface Outcome {
  show(input: FormInput, ranked: Ranked, run: Run): void
  /** An order on the way to the ranking, unless somebody points at the rows, which would then move away. */
  draft(input: FormInput, response: RerankResponse): void
  /** Waits until nobody points at rows that a draft put there. */
  mayMove(): Promise<unknown>
  /** The documents as they came, where there is no ranking of them. */
  showBefore(parsed: ParsedDocuments, sample: Sample | undefined): void
  /** Says how far a run is that the page began. */
  progress(text: string): void
  /** Loads what showing a ranking takes, so that nothing is asked of the network after the model is loaded. */
  prepare(): Promise<unknown>
  /** There is no ranking, and none is under way. */
  failed(): void
  /** Whether there is no ranking. */
  isEmpty(): boolean
  markStale(): void
  stopMarking(): void
  /** There is no ranking any more. */
  clear(): void
}

/** The two columns, and all that is told of a ranking. */
export function createOutcome(engine: Engine, announce: (text: string) => void): Outcome {
  const results = find('results', HTMLElement)
  const heading = find('results-heading', HTMLElement)
  const outcome = find('outcome', HTMLElement)
  const details = find('details', HTMLElement)
  const stale = find('stale', HTMLElement)
  const board = createBoard()
  const ranking = createRankingView(announce)
  const verdict = createVerdictView()
  const proof = createProofView()
  const why = createWhyView()
  /** Views below the ranking, whose script is loaded with the first one. */
  let more: Promise<More> | undefined

  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name=view]')) {
    radio.addEventListener('change', () => {
      results.dataset.view = radio.value
    })
    if (radio.checked) results.dataset.view = radio.value
  }
  const prepare = () => {
    more ??= import('./more.js').then(({ createMore }) => createMore(engine, announce))
    // A failure is told, and tried again with the next run.
    more.catch(() => {
      more = undefined
    })
    return more
  }
  /** Puts back what was there before a draft, while one is shown. */
  let undraft: (() => void) | undefined
  /** Shows the last ranking again. */
  let showLast: (() => void) | undefined
  const nameLanguage = (sample: Sample | undefined) =>
    setLanguage([...board.before(), ...board.rows(), ...ranking.rows()], languageOf(sample))
  const stopMarking = () => void more?.then((views) => views.stop())
  const showRanked = (yes: boolean) => {
    outcome.hidden = details.hidden = !yes
    results.dataset.state = yes ? 'after' : 'before'
    for (const element of results.querySelectorAll<HTMLElement>('.when-ranked')) element.hidden = !yes
  }

  return {
    draft(input, response) {
      if (pointedList(results)) return
      const { documents } = input.request
      undraft =
        showLast ??
        (() => {
          board.showBefore(documents)
          nameLanguage(input.sample)
        })
      verdict.say(t.draft)
      board.showAfter(documents, response)
      ranking.show(response)
      nameLanguage(input.sample)
    },
    async mayMove() {
      const list = undraft && pointedList(results)
      undraft = undefined
      if (!list) return
      verdict.say(t.finalReady)
      announce(t.finalReady)
      await new Promise((resolve) => list.addEventListener('pointerleave', resolve, { once: true }))
    },
    show(input, ranked, { cause, took, changed }) {
      const { response } = ranked
      const { documents, query } = input.request
      heading.textContent = t.ranking
      showRanked(true)
      stale.hidden = !changed
      showSummary(ranked, documents.length)
      showFacts(ranked, documents.length)
      showLast = () => {
        verdict.show(input, ranked)
        board.showAfter(documents, response)
        ranking.show(response)
        nameLanguage(input.sample)
        why.show(query, ranked, ranking.rows(), board.before())
      }
      showLast()
      proof.show(ranked)
      const lists = [ranking.rows(), board.rows()]
      void more?.then((views) => views.show(input, ranked, took, lists))
      announce(describeOutcome(ranked, documents.length))
      if (cause === 'page') return
      const best = response.results[0]?.document?.text.slice(0, 80) ?? ''
      remember({ ...input.asked, at: Date.now(), best })
      scrollTo(results)
    },
    showBefore(parsed, sample) {
      const documents = parsed.ok ? parsed.documents : []
      find('board-before-heading', HTMLElement).textContent = sample ? t.keywordOrder : t.originalOrder
      if (!outcome.hidden) return
      board.showBefore(documents)
      nameLanguage(sample)
      verdict.say(sample ? t.sortedByKeywords : documents.length > 0 ? t.pressRerank : t.nothingToRank)
    },
    progress(text) {
      if (outcome.hidden) verdict.say(text)
    },
    prepare,
    failed() {
      undraft?.()
      undraft = undefined
      if (outcome.hidden) verdict.say(t.pressRerank)
    },
    isEmpty: () => results.dataset.state === 'before',
    markStale() {
      stale.hidden = outcome.hidden
    },
    stopMarking,
    clear() {
      stopMarking()
      undraft = showLast = undefined
      proof.hide()
      showRanked(false)
      stale.hidden = true
      heading.textContent = t.results
      find('badge', HTMLElement).hidden = true
    },
  }
}

/** The rows that a mouse points at. A finger that was lifted points at nothing, whatever the browser says. */
function pointedList(results: HTMLElement): Element | null {
  return matchMedia('(hover: hover)').matches ? results.querySelector(':is(#board, #ranking):hover') : null
}

/** Where the ranking is below the fold, a press of the button would seem to do nothing. */
function scrollTo(results: HTMLElement): void {
  const { top } = results.getBoundingClientRect()
  if (top >= 0 && top < innerHeight / 2) return
  // At once: a scroll that is still under way would take the page from what gets the focus meanwhile.
  results.scrollIntoView({ block: 'start' })
}
