import type { Trial } from './matcher.js'

/** Tokens of the pair that a graph is tried with. */
export const TRIED = 5

export function trialOf(length: number, ids = (i: number) => 4 + (i % TRIED)): Trial {
  return {
    ids: Array.from({ length }, (_, i) => ids(i)),
    types: Array.from({ length }, (_, i) => Number(i > 1)),
  }
}

/** A pair with ids from one end of a vocabulary to the other, but for the padding's. */
export function wideTrial(length: number, vocabulary: number, padding?: number): Trial {
  const step = (vocabulary - 1) / (length - 1)
  return trialOf(length, (i) => {
    const id = Math.floor(i * step)
    return id === padding ? id + 1 : id
  })
}
