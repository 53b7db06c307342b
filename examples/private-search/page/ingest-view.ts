import type { Progress, Summary } from '../shared/protocol.js'
import { announce, create, find, isolate } from './elements.js'
import { count, size } from './format.js'

/** Named at most; all are counted. */
const NAMED = 200

/**
 * Progress while files are read, and what came of it.
 * @param onLeave told when the button that has the focus is about to be hidden or disabled
 */
export function createIngestView(onCancel: () => void, onLeave: () => void) {
  const progress = find('progress', HTMLElement)
  const bar = find('progress-bar', HTMLProgressElement)
  const stop = find('cancel', HTMLButtonElement)
  const outcome = find('outcome', HTMLElement)
  const problems = find('problems', HTMLDetailsElement)

  let good = false

  stop.addEventListener('click', () => {
    onLeave()
    stop.disabled = true
    onCancel()
  })
  find('outcome-close', HTMLButtonElement).addEventListener('click', () => {
    onLeave()
    outcome.hidden = true
  })

  return {
    /** The button that had the focus is about to be hidden or disabled: the one that ends reading takes it. */
    start() {
      const hadFocus = document.activeElement?.matches('[data-choose], #samples, #outcome *')
      outcome.hidden = true
      progress.hidden = false
      stop.disabled = false
      if (hadFocus) stop.focus()
      bar.removeAttribute('value')
      find('progress-count', HTMLElement).textContent = 'Looking at what was added…'
      find('progress-path', HTMLElement).textContent = ''
      announce('Reading your files.')
    },
    update({ done, total, bytes, totalBytes, path }: Progress) {
      bar.value = totalBytes > 0 ? bytes / totalBytes : 0
      find('progress-count', HTMLElement).textContent = `${done} of ${count(total, 'file')}, ${size(bytes)}`
      find('progress-path', HTMLElement).textContent = path
    },
    /** @param summary null where reading ended without one */
    end(summary: Summary | null) {
      const hadFocus = progress.contains(document.activeElement)
      if (hadFocus) onLeave()
      progress.hidden = true
      if (!summary) return
      const text = describe(summary)
      find('outcome-text', HTMLElement).textContent = text
      outcome.hidden = false
      outcome.dataset.outcome = summary.outcome
      announce(text)
      showProblems(summary)
      good = summary.outcome === 'done' && summary.problems.length === 0
    },
    /** A search has begun: the note makes way where all went well. */
    settle() {
      if (good) outcome.hidden = true
    },
  }

  function showProblems({ problems: all }: Summary) {
    problems.hidden = all.length === 0
    problems.open = all.length > 0 && all.length <= 5
    find('problems-summary', HTMLElement).textContent =
      all.length === 1 ? 'Which, and why' : 'Which ones, and why'
    const rows = all
      .slice(0, NAMED)
      .map(({ path, reason }) => create('li', '', [isolate(path), `: ${reason}`]))
    if (all.length > NAMED) rows.push(create('li', '', `and ${count(all.length - NAMED, 'more', 'more')}`))
    find('problems-list', HTMLElement).replaceChildren(...rows)
  }
}

function describe({ outcome, indexed, unchanged, left, problems }: Summary): string {
  const parts = [`${count(indexed, 'file')} added.`]
  if (unchanged > 0) parts.push(`${count(unchanged, 'file')} had not changed.`)
  if (outcome === 'cancelled') parts.push(`Stopped: ${count(left, 'file')} not read.`)
  if (outcome === 'storage-full') {
    parts.push(`The browser has no more room for this page: ${count(left, 'file')} not stored.`)
  }
  if (problems.length > 0) parts.push(`${count(problems.length, 'file')} could not be read.`)
  return parts.join(' ')
}
