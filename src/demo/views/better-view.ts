import { betterModel, qualityOfModel } from '../ranking/quality.js'
import { connectionSpeed } from '../ranking/request-log.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { bytes, decimal, duration } from '../ui/format.js'
import { describeSize, sizeOf } from '../ui/size.js'
import { languages, licence } from './model-facts.js'

export interface BetterView {
  /**
   * Offers the next better model beside a result.
   * @param model that ranked
   * @param language BCP 47 tag of the question, where it is known
   */
  show(model: string, language: string | undefined): Promise<void>
  hide(): void
}

/** One press to a better model. What it takes is said beside the button, so that the press is the consent. */
export function createBetterView(on: { take(id: string): void }): BetterView {
  const card = find('better', HTMLElement)
  const title = find('better-title', HTMLElement)
  const facts = find('better-facts', HTMLElement)
  const button = find('better-run', HTMLButtonElement)
  let offered = ''
  button.addEventListener('click', () => on.take(offered))
  return {
    hide() {
      card.hidden = true
    },
    async show(model, language) {
      const better = betterModel(model, language)
      if (!better) {
        card.hidden = true
        return
      }
      const size = await sizeOf(better)
      const quality = qualityOfModel(better.id)
      offered = better.id
      title.textContent = t.betterTitle(better.id)
      button.textContent = size?.stored ? t.useModel : t.downloadAndRerank(describeSize(size))
      const lines: (string | Node)[] = [[languages(better), licence(better.license)].join(' · ')]
      const speed = connectionSpeed()
      if (size?.bytes && !size.stored && speed)
        lines.push(t.downloadTime(duration((size.bytes / speed) * 1000), bytes(speed)))
      if (quality) {
        const link = create('a', '', quality.benchmark)
        link.href = quality.source
        const [before = '', after = ''] = t
          .publishedQuality(decimal(quality.ndcg, 3), decimal(quality.baseline, 3), '\n')
          .split('\n')
        lines.push(create('span', '', [before, link, after]))
      }
      facts.replaceChildren(...lines.map((line) => create('li', '', [line])))
      card.hidden = false
    },
  }
}
