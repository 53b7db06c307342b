import { meanOf, type Quality, qualityChange } from '../ranking/metrics.js'
import type { Engine } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { find } from '../ui/elements.js'
import type { FormInput } from './form-view.js'
import { describeQualityChange } from './quality-text.js'

export interface MeanView {
  /** Ranks all questions of a file with relevance grades, one after another, and shows the mean as it forms. */
  show(input: FormInput): Promise<void>
  /** Another run begins: the rest of the questions must not stand in its way. */
  stop(): void
}

/** How much better the orders of a whole file became. */
export function createMeanView(engine: Engine): MeanView {
  const line = find('mean', HTMLElement)
  let run: AbortController | undefined
  const stop = () => {
    run?.abort()
    line.hidden = true
  }
  return {
    stop,
    async show({ request, choice, parsed }) {
      stop()
      const tasks = (parsed.tasks ?? []).filter(
        ({ relevance, documents }) => relevance && documents.length > 0,
      )
      if (tasks.length < 2) return
      run = new AbortController()
      const { signal } = run
      const before: Quality[] = []
      const after: Quality[] = []
      for (const task of tasks) {
        const asked = { ...request, query: task.query ?? '', documents: task.documents }
        // A question that cannot be ranked ends the mean, which says over how many questions it is.
        const ranked = await engine.rank(asked, choice, { signal, explain: false }).catch(() => undefined)
        const change = ranked && qualityChange(task, ranked.response)
        if (!change || signal.aborted) return
        before.push(change.before)
        after.push(change.after)
        line.textContent = `${t.meanOver(before.length, tasks.length)} ${describeQualityChange(meanOf(before), meanOf(after))}`
        line.hidden = false
      }
    },
  }
}
