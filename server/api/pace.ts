/** How fast requests are answered, to tell others when to come again. */
export interface Pace {
  /** A request begins while none is under way: what passed before it says nothing. */
  begin(): void
  /** A request was answered. */
  answered(): void
  /**
   * Seconds in which so many requests will have been answered, in whole numbers from 1 to 60.
   * @param requests that are under way or wait
   */
  secondsFor(requests: number): number
}

/** Of the mean so much is the last interval's. */
const WEIGHT = 0.2

/** Longer than a minute nobody knows. */
const LONGEST = 60

/** @param now milliseconds */
export function createPace(now: () => number = () => performance.now()): Pace {
  let mean: number | undefined
  let last = now()
  return {
    begin() {
      last = now()
    },
    answered() {
      const interval = now() - last
      mean = mean === undefined ? interval : mean + WEIGHT * (interval - mean)
      last = now()
    },
    secondsFor(requests) {
      // Where the next answer takes longer than the last ones did, so may those after it.
      const interval = Math.max(mean ?? 0, now() - last)
      return Math.max(1, Math.min(LONGEST, Math.ceil((requests * interval) / 1000)))
    },
  }
}
