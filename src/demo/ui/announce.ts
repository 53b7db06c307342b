import { find } from './elements.js'

/** A screen reader needs two seconds for a sentence: more often, it would never finish one. */
const INTERVAL = 2500

/**
 * Says things politely to a screen reader. Progress is throttled, the last word of a burst is not lost, and what is
 * `now` (a result, an error) is said at once and takes the place of what was waiting.
 */
export function createAnnouncer(): { now(text: string): void; progress(text: string): void } {
  const live = find('live', HTMLElement)
  let last = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  let next = ''

  const say = (text: string) => {
    clearTimeout(waiting)
    waiting = undefined
    last = performance.now()
    // The same text twice would not be a change, and so not be said.
    live.textContent = live.textContent === text ? `${text}\u00a0` : text
  }
  return {
    now: say,
    progress(text) {
      next = text
      waiting ??= setTimeout(() => say(next), Math.max(0, last + INTERVAL - performance.now()))
    },
  }
}
