/** The most passages that are read for one query. */
const MOST = 400
/** Fewer than this tell little of how fast a device is. */
const TELLING = 8

/** How many passages a device reads in a given time, by what it took so far. */
export interface Pace {
  /** As many as fit, `most` at most; as many as a device of middling speed reads before anything is known of this one. */
  passages(): number
  /** Whether reading so many is known to fit. */
  fits(passages: number): boolean
  /** Whether reading so many is known to take longer. */
  exceeds(passages: number): boolean
  /** @param passages that were read anew, in so many milliseconds */
  note(passages: number, milliseconds: number): void
}

/** @param readingTime milliseconds that reading should take */
export function createPace(readingTime: number): Pace {
  /** Milliseconds a passage. */
  let each: number | undefined
  const passages = () => Math.min(MOST, Math.floor(readingTime / (each ?? 5)))
  return {
    passages,
    fits: (count) => each !== undefined && count <= passages(),
    exceeds: (count) => each !== undefined && count > passages(),
    note(count, milliseconds) {
      if (count < TELLING) return
      const now = milliseconds / count
      // The last ones tell most: a device gets slower when it is hot, or has other work.
      each = each === undefined ? now : (each + now) / 2
    },
  }
}
