/** Positions sorted by logit, highest first; of equal logits the lower position first. */
export function rankByLogit(logits: ArrayLike<number>): number[] {
  return Array.from(logits, (_, index) => index).sort((a, b) => logits[b]! - logits[a]! || a - b)
}

/** The largest double below 1. */
const BELOW_ONE = 1 - Number.EPSILON / 2

/**
 * The logistic function in double precision, kept strictly between 0 and 1: a score of exactly 0 or 1 is taken for
 * "none" by some clients.
 */
export function sigmoid(logit: number): number {
  const score = 1 / (1 + Math.exp(-logit))
  return Math.min(BELOW_ONE, Math.max(Number.MIN_VALUE, score))
}
