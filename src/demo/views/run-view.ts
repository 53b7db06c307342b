import type { RerankProgress } from 'webrerank'
import { find } from '../ui/elements.js'
import { bytes, count, duration, number } from '../ui/format.js'
import type { Message } from '../ui/messages.js'

/** A run as quick as this shows no progress, which would only flash. */
const PATIENCE = 150

/** From so many milliseconds of scoring to come, a person is told what would be quicker. */
const SLOW = 8000

export interface RunView {
  start(): void
  progress(progress: RerankProgress): string
  done(): void
  /** Says why there is no ranking. */
  notice(message: Message, kind: 'error' | 'quiet'): void
  /** What was said is no longer so. */
  clear(): void
}

/** What is beside the button: progress with its cancel button, and why a run gave nothing. */
export function createRunView(on: { cancel(): void }): RunView {
  const button = find('rerank', HTMLButtonElement)
  const panel = find('progress', HTMLElement)
  const label = find('progress-label', HTMLElement)
  const rest = find('progress-rest', HTMLElement)
  const slow = find('progress-slow', HTMLElement)
  const bar = find('progress-bar', HTMLProgressElement)
  const cancel = find('cancel', HTMLButtonElement)
  const shortcut = find('shortcut', HTMLElement)
  const notice = find('notice', HTMLElement)
  let timer: ReturnType<typeof setTimeout> | undefined
  let scoring: { since: number; loaded: number } | undefined

  const reveal = (running: boolean) => {
    panel.hidden = !running
    cancel.hidden = !running
    shortcut.hidden = running
  }
  cancel.addEventListener('click', on.cancel)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) on.cancel()
  })

  /** Milliseconds that are left, where they can be told. */
  const left = ({ step, loaded, total, bytesPerSecond }: RerankProgress): number | undefined => {
    if (step === 'download' && bytesPerSecond && total > loaded)
      return ((total - loaded) / bytesPerSecond) * 1000
    if (step !== 'score') return undefined
    scoring ??= { since: performance.now(), loaded }
    const done = loaded - scoring.loaded
    const spent = performance.now() - scoring.since
    return done > 0 && spent > 500 ? (spent / done) * (total - loaded) : undefined
  }

  return {
    start() {
      notice.hidden = true
      slow.hidden = true
      scoring = undefined
      // Not `disabled`, which would throw the focus away.
      button.setAttribute('aria-disabled', 'true')
      label.textContent = 'Starting'
      rest.textContent = ''
      bar.removeAttribute('value')
      timer = setTimeout(() => {
        reveal(true)
        panel.scrollIntoView({ block: 'nearest' })
      }, PATIENCE)
    },
    progress(progress) {
      const text = describeProgress(progress)
      const time = left(progress)
      label.textContent = text
      rest.textContent = [
        progress.bytesPerSecond ? `${bytes(progress.bytesPerSecond)} a second` : '',
        time !== undefined ? `about ${duration(time)} left` : '',
      ]
        .filter(Boolean)
        .join(' · ')
      if (progress.step === 'score' && time !== undefined && time > SLOW) slow.hidden = false
      if (progress.total > 0) {
        bar.max = progress.total
        bar.value = Math.min(progress.loaded, progress.total)
      } else {
        bar.removeAttribute('value')
      }
      return text
    },
    done() {
      clearTimeout(timer)
      button.removeAttribute('aria-disabled')
      if (document.activeElement === cancel) button.focus()
      reveal(false)
    },
    notice({ title, advice, detail }, kind) {
      notice.dataset.kind = kind
      find('notice-title', HTMLElement).textContent = title
      find('notice-advice', HTMLElement).textContent = advice
      const detailElement = find('notice-detail', HTMLElement)
      detailElement.textContent = detail
      detailElement.hidden = detail === ''
      notice.hidden = false
      notice.scrollIntoView({ block: 'nearest' })
    },
    clear() {
      notice.hidden = true
    },
  }
}

function describeProgress({ step, loaded, total }: RerankProgress): string {
  switch (step) {
    case 'download':
      return total > 0
        ? `Loading the model: ${bytes(loaded)} of ${bytes(total)}`
        : `Loading the model: ${bytes(loaded)}`
    case 'prepare':
      return 'Preparing the model'
    case 'check':
      return `Checking the model: ${number(loaded)} of ${number(total)}`
    case 'score':
      return `Scoring: ${number(loaded)} of ${count(total, 'document')}`
  }
}
