import type { Problem, Progress, Summary } from '../shared/protocol.js'
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
      find('progress-count', HTMLElement).textContent = 'Checking the files…'
      find('progress-path', HTMLElement).textContent = ''
      announce('Reading files.')
    },
    update({ done, total, bytes, totalBytes, path }: Progress) {
      bar.value = totalBytes > 0 ? bytes / totalBytes : 0
      find('progress-count', HTMLElement).textContent = `${done} of ${count(total, 'file')}, ${size(bytes)}`
      find('progress-path', HTMLElement).textContent = path
    },
    /**
     * @param summary null where reading ended without one
     * @param leftOut folders that were not looked into
     */
    end(summary: Summary | null, leftOut: readonly string[] = []) {
      const hadFocus = progress.contains(document.activeElement)
      if (hadFocus) onLeave()
      progress.hidden = true
      if (!summary) return
      const text = describe(summary, leftOut)
      find('outcome-text', HTMLElement).textContent = text
      outcome.hidden = false
      outcome.dataset.outcome = summary.outcome
      announce(text)
      const named = problemsOf(summary, leftOut)
      showProblems(named)
      good = summary.outcome === 'done' && named.length === 0
    },
    /** A search has begun: the note makes way where all went well, else its details do. */
    settle() {
      if (good) outcome.hidden = true
      problems.open = false
    },
  }

  function showProblems(all: readonly Problem[]) {
    problems.hidden = all.length === 0
    problems.open = all.length > 0 && all.length <= 5
    find('problems-summary', HTMLElement).textContent = 'Show details'
    const rows = all
      .slice(0, NAMED)
      .map(({ path, reason }) => create('li', '', [isolate(path), `: ${reason}`]))
    if (all.length > NAMED) rows.push(create('li', '', `and ${count(all.length - NAMED, 'more', 'more')}`))
    find('problems-list', HTMLElement).replaceChildren(...rows)
  }
}

/** All that a person should know of single files: what was not read, in whole or in part, and what has another name now. */
function problemsOf({ problems, partial, renamed }: Summary, leftOut: readonly string[]): Problem[] {
  return [
    ...problems,
    ...partial.map(({ path, reason }) => ({ path, reason: `partly read: ${reason}` })),
    ...renamed.map(({ path, reason }) => ({
      path,
      reason: `another file has this name, so this one was added as ${reason}`,
    })),
    ...leftOut.map((path) => ({ path, reason: 'skipped: a folder that programs use' })),
  ]
}

function describe({ outcome, left, ...told }: Summary, leftOut: readonly string[]): string {
  const parts = [`${count(told.indexed, 'file')} added.`]
  const say = (number: number, what: string) => {
    if (number > 0) parts.push(`${count(number, 'file')} ${what}.`)
  }
  if (told.replaced > 0)
    parts.push(`${count(told.replaced, 'replaced an older version', 'replaced older versions')}.`)
  say(told.unchanged, 'unchanged')
  say(told.removed, 'removed: no longer in the folder')
  if (outcome === 'cancelled') parts.push(`Stopped: ${count(left, 'file')} not read.`)
  if (outcome === 'storage-full') {
    parts.push(`The browser is out of storage for this page: ${count(left, 'file')} not added.`)
  }
  say(told.problems.length, 'skipped')
  say(told.partial.length, 'partly read')
  say(told.renamed.length, 'renamed')
  if (leftOut.length > 0) parts.push(`${count(leftOut.length, 'folder')} skipped.`)
  return parts.join(' ')
}
