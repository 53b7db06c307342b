import type { DocumentInput } from '../input/documents.js'
import { remember } from '../input/history.js'
import type { Engine, Ranked } from '../ranking/ranker.js'
import { find, motionAllowed } from '../ui/elements.js'
import { createCodeView } from './code-view.js'
import type { CompareView } from './compare-view.js'
import { createExportView } from './export-view.js'
import type { FormInput } from './form-view.js'
import { createMarkView } from './mark-view.js'
import { createMovesView } from './moves-view.js'
import { describeOutcome, showFacts } from './outcome-view.js'
import { createRankingView } from './ranking-view.js'
import { createTraceView } from './trace-view.js'

export interface Outcome {
  /**
   * @param took milliseconds from the press of the button
   * @param changed whether the form was changed since
   */
  show(input: FormInput, ranked: Ranked, took: number, changed: boolean): void
  markStale(): void
  stopMarking(): void
  /** Back to the first-stage order. */
  clear(): void
}

/** The right side once there is a ranking: all of its views. */
export function createOutcome(
  engine: Engine,
  announce: (text: string) => void,
  compare: CompareView,
): Outcome {
  const results = find('results', HTMLElement)
  const heading = find('results-heading', HTMLElement)
  const before = find('before', HTMLElement)
  const outcome = find('outcome', HTMLElement)
  const stale = find('stale', HTMLElement)
  const ranking = createRankingView(announce)
  const moves = createMovesView()
  const code = createCodeView(announce)
  const exports = createExportView(announce)
  const trace = createTraceView()
  const marks = createMarkView(engine)

  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name=view]')) {
    radio.addEventListener('change', () => {
      outcome.dataset.view = radio.value
    })
    if (radio.checked) outcome.dataset.view = radio.value
  }

  return {
    show(input, ranked, took, changed) {
      const { response } = ranked
      const documents = input.request.documents as DocumentInput[]
      heading.textContent = 'Ranking'
      before.hidden = true
      stale.hidden = !changed
      outcome.hidden = false
      showFacts(ranked, documents.length)
      ranking.show(response)
      moves.show(documents, response)
      code.show(input, response)
      exports.show(input.asked, response)
      trace.show(ranked, took)
      compare.show(input, ranked)
      marks.show(input.request.query, input.choice, response, ranking.rows)
      const best = response.results[0]?.document?.text.slice(0, 80) ?? ''
      remember({ ...input.asked, at: Date.now(), best })
      announce(describeOutcome(ranked, documents.length))
      // In one column the ranking is below the fold, and a press of the button would seem to do nothing.
      if (results.getBoundingClientRect().top > innerHeight / 2) {
        results.scrollIntoView({ behavior: motionAllowed() ? 'smooth' : 'auto', block: 'start' })
      }
    },
    markStale() {
      stale.hidden = outcome.hidden
    },
    stopMarking: marks.stop,
    clear() {
      marks.stop()
      outcome.hidden = true
      before.hidden = false
      heading.textContent = 'First-stage order'
      find('badge', HTMLElement).hidden = true
    },
  }
}
