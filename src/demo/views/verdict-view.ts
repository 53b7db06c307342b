import { qualityChange } from '../ranking/metrics.js'
import { reads, scriptLanguage } from '../ranking/quality.js'
import type { Ranked } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { decimal, score } from '../ui/format.js'
import type { FormInput } from './form-view.js'
import { describeQualityChange } from './quality-text.js'

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
      const [title, reason] = verdictOf(input, ranked)
      const { answered } = ranked.response.webrerank
      line.dataset.kind = answered !== false && canRead(input) ? 'answer' : 'none'
      line.replaceChildren(create('strong', '', title), ` ${reason}`)
      showQuality(quality, input, ranked)
    },
  }
}

function verdictOf(input: FormInput, ranked: Ranked): [title: string, reason: string] {
  const { results, webrerank } = ranked.response
  if (!canRead(input)) return [t.unreadLanguage, t.unreadAdvice]
  if (webrerank.answered !== false) return [titleOf(ranked), reasonOf(ranked)]
  return [
    t.nothingAnswers,
    t.belowFloor(score(results[0]!.relevance_score), decimal(webrerank.floor ?? 0, 2)),
  ]
}

/** Whether the model knows the question's language, as far as the script tells. */
function canRead({ choice, request, sample }: FormInput): boolean {
  return reads(choice.model, sample?.lang ?? scriptLanguage(request.query))
}

function titleOf({ response }: Ranked): string {
  const { index } = response.results[0]!
  return index === 0 ? t.wasFirst : t.wasPlace(index + 1)
}

/** What is told of the best document: that it was found by its meaning, where it has no word of the question. */
function reasonOf({ response, matches }: Ranked): string {
  const { index } = response.results[0]!
  const shared = matches?.[0]?.some(({ kind }) => kind === 'same') ?? true
  return index > 0 && !shared ? t.byMeaning : ''
}

function showQuality(place: HTMLElement, { parsed }: FormInput, { response }: Ranked): void {
  const change = qualityChange(parsed, response)
  place.hidden = change === undefined
  if (change) place.textContent = describeQualityChange(change.before, change.after)
}
