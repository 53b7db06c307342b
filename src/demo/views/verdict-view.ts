import type { Quality } from '../ranking/metrics.js'
import { qualityOf } from '../ranking/metrics.js'
import type { Ranked } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { decimal, score } from '../ui/format.js'
import type { FormInput } from './form-view.js'

export interface VerdictView {
  /** What stands above the two columns until there is a ranking. */
  say(text: string): void
  show(input: FormInput, ranked: Ranked): void
}

/** What came of it, in a sentence above the ranking: the answer and where it was, or that nothing answers. */
export function createVerdictView(): VerdictView {
  const line = find('verdict', HTMLElement)
  const quality = find('quality', HTMLElement)
  return {
    say(text) {
      line.textContent = text
      delete line.dataset.kind
      quality.hidden = true
    },
    show(input, ranked) {
      const { results, webrerank } = ranked.response
      const answered = webrerank.answered !== false
      line.dataset.kind = answered ? 'answer' : 'none'
      line.replaceChildren(
        create('strong', '', answered ? titleOf(ranked) : t.nothingAnswers),
        ` ${answered ? reasonOf(ranked) : t.belowFloor(score(results[0]!.relevance_score), decimal(webrerank.floor ?? 0, 2))}`,
      )
      showQuality(quality, input, ranked)
    },
  }
}

function titleOf({ response }: Ranked): string {
  const { index } = response.results[0]!
  return index === 0 ? t.wasFirst : t.wasPlace(index + 1)
}

/** What is told of the best document: that it was found by its meaning, where it has no word of the question. */
function reasonOf({ response, matches }: Ranked): string {
  const { index } = response.results[0]!
  const shared = matches[0]?.some(({ kind }) => kind === 'same') ?? true
  return index > 0 && !shared ? t.byMeaning : ''
}

function showQuality(place: HTMLElement, { parsed }: FormInput, { response }: Ranked): void {
  const { relevance, judged } = parsed
  place.hidden = relevance === undefined
  if (!relevance) return
  const before = qualityOf(
    parsed.documents.map((_, index) => index),
    relevance,
    judged,
  )
  const after = qualityOf(
    response.results.map(({ index }) => index),
    relevance,
    judged,
  )
  place.textContent = [change('nDCG@10', 'ndcg'), change('MRR', 'mrr')].join(' · ')

  function change(name: string, member: keyof Quality): string {
    return t.qualityChange(name, decimal(before[member], 3), decimal(after[member], 3))
  }
}
