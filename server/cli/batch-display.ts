import type { Progress } from '../batch/progress-file.js'

/** Milliseconds between two lines of progress, on a terminal and elsewhere. */
const [LIVE_EVERY, LINE_EVERY] = [500, 30_000]

/** What a run shows on stderr. */
export interface BatchDisplay {
  /** A line that stays. */
  say(text: string): void
  end(): void
}

/**
 * @param progress as it is at any time
 * @param share of the input that was read, from 0 to 1
 */
export function createBatchDisplay(quiet: boolean, progress: Progress, share: () => number): BatchDisplay {
  const { stderr } = process
  const live = stderr.isTTY && !quiet
  const start = { time: performance.now(), scored: progress.scored, line: progress.line }
  const show = () => {
    const seconds = (performance.now() - start.time) / 1000
    const rate = (progress.scored - start.scored) / seconds
    const done = share()
    const left = secondsLeft({ seconds, from: start.line, line: progress.line, share: done })
    const text = `line ${progress.line}, ${Math.floor(100 * done)} %, ${rate.toFixed(0)} documents/s, ${inWords(left)} left`
    stderr.write(live ? `\r\u001b[K${text}` : `${text}\n`)
  }
  const timer = quiet ? undefined : setInterval(show, live ? LIVE_EVERY : LINE_EVERY)
  timer?.unref()
  return {
    say(text) {
      stderr.write(`${live ? '\r\u001b[K' : ''}${text}\n`)
    },
    end: () => clearInterval(timer),
  }
}

/**
 * How long the rest takes at the pace so far. The lines that an earlier run did are read again, but not scored, so the share of the
 * input alone says nothing of the pace.
 * @param run `seconds` since it began after line `from`; `line` is done; `share` of the input, from 0 to 1, is read
 * @returns Infinity before a line is done
 */
export function secondsLeft(run: { seconds: number; from: number; line: number; share: number }): number {
  const { seconds, from, line, share } = run
  if (line === from || share === 0) return Number.POSITIVE_INFINITY
  const lines = line / share
  return (seconds * (lines - line)) / (line - from)
}

/** Some seconds, as a person tells them. */
function inWords(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return '–'
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
