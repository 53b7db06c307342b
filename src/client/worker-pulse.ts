import type { BusyMessage } from '../protocol/worker-api.js'

/** Whether a worker answers: one whose thread is in an endless loop does not, and can only be ended. */
export interface Pulse {
  /**
   * Asks again and again, and tells once no answer came for so long; not while the worker says that it is busy.
   * @param milliseconds Infinity: never
   * @returns ends it
   */
  watch(milliseconds: number, onSilence: (milliseconds: number) => void): () => void
  /** Whether it answers in time. */
  answers(milliseconds: number): Promise<boolean>
  end(): void
}

/** Between two pings, at most. */
const INTERVAL = 5000

/** @param ping settles when the worker answers */
export function createPulse(worker: Pick<Worker, 'addEventListener'>, ping: () => Promise<unknown>): Pulse {
  const timers = new Set<ReturnType<typeof setInterval>>()
  let isBusy = false
  let ended = false
  worker.addEventListener('message', (({ data }: MessageEvent<Partial<BusyMessage> | null>) => {
    if (data?.webrerank === 'busy') isBusy = data.busy ?? false
  }) as EventListener)

  const stop = (timer: ReturnType<typeof setInterval>) => {
    clearInterval(timer)
    timers.delete(timer)
  }
  return {
    watch(milliseconds, onSilence) {
      if (!(milliseconds < 2 ** 31)) return () => {}
      const step = Math.min(INTERVAL, Math.max(1, milliseconds / 4))
      let asked = false
      let silence = 0
      const timer = setInterval(() => {
        // Steps are counted, not time: a page that was frozen, or a slow one, has had no turn to hear the answer.
        if (isBusy || !asked) silence = 0
        else silence += step
        if (silence >= milliseconds) {
          stop(timer)
          onSilence(milliseconds)
        }
        if (asked || ended) return
        asked = true
        ping().then(
          () => {
            asked = false
          },
          () => {},
        )
      }, step)
      timers.add(timer)
      return () => stop(timer)
    },
    async answers(milliseconds) {
      if (ended) return false
      return new Promise((resolve) => {
        ping().then(
          () => resolve(true),
          () => resolve(false),
        )
        setTimeout(() => resolve(false), milliseconds)
      })
    },
    end() {
      ended = true
      for (const timer of timers) clearInterval(timer)
      timers.clear()
    },
  }
}
