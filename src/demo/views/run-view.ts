import type { RerankProgress } from 'webrerank'
import { t } from '../strings/index.js'
import { find } from '../ui/elements.js'
import { bytes, duration } from '../ui/format.js'
import type { Message } from '../ui/messages.js'

/** A run as quick as this shows no progress, which would only flash. */
const PATIENCE = 150

/** From so many milliseconds of scoring to come, a person is told what would be quicker. */
const SLOW = 8000

export interface RunView {
  /** @param quiet nobody pressed the button: the window stays where it is */
  start(quiet?: boolean): void
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
  const notice = find('notice', HTMLElement)
  let timer: ReturnType<typeof setTimeout> | undefined
  let scoring: { since: number; loaded: number } | undefined

  const reveal = (running: boolean) => {
    panel.hidden = !running
    cancel.hidden = !running
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
    start(quiet = false) {
      notice.hidden = true
      slow.hidden = true
      scoring = undefined
      // A run of the page's own gives way to a press. Not `disabled`, which would throw the focus away.
      if (!quiet) button.setAttribute('aria-disabled', 'true')
      label.textContent = t.starting
      rest.textContent = ''
      bar.removeAttribute('value')
      // Where the page began it, the line above the ranking says how far it is.
      if (quiet) return
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
        progress.bytesPerSecond ? t.perSecond(bytes(progress.bytesPerSecond)) : '',
        time !== undefined ? t.timeLeft(duration(time)) : '',
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
      return t.loadingModel(bytes(loaded), total > 0 ? bytes(total) : undefined)
    case 'prepare':
      return t.preparingModel
    case 'check':
      return t.checkingModel(loaded, total)
    case 'score':
      return t.scoring(loaded, total)
  }
}
