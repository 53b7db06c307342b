import type { Ranked } from '../ranking/ranker.js'
import { onRequest, requestsSince } from '../ranking/request-log.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'

/** A badge that counts the network requests since the model was loaded, and leads to the list of them. */
export function createProofView(): { show(ranked: Ranked): void; hide(): void } {
  const badge = find('proof', HTMLButtonElement)
  const details = find('trace-details', HTMLDetailsElement)
  let loadedAt: number | undefined
  const refresh = () => {
    if (loadedAt === undefined) return
    const { length } = requestsSince(loadedAt)
    badge.replaceChildren(t.requests(length), create('span', 'more-words', ` ${t.sinceLoading}`))
    badge.dataset.kind = length === 0 ? 'none' : 'some'
    badge.hidden = false
  }
  onRequest(refresh)
  badge.addEventListener('click', () => {
    details.open = true
    details.scrollIntoView({ block: 'start' })
    details.querySelector('summary')?.focus({ preventScroll: true })
  })
  return {
    show(ranked) {
      loadedAt = ranked.loadedAt
      refresh()
    },
    hide() {
      loadedAt = undefined
      badge.hidden = true
    },
  }
}
