import type { Dtype, ModelCard } from '../src/shared/model-card.js'

const DEFAULT_TOLERANCE: Record<Dtype, number> = { fp32: 0.01, fp16: 0.1, q8: 0.3, q4: 0.3 }

/**
 * Compares logits with those that the card gives for this dtype.
 * @param logits one for each of the card's reference pairs
 * @returns what is wrong, or nothing
 */
export function judgeReference(card: ModelCard, dtype: Dtype, logits: ArrayLike<number>): string | undefined {
  const tolerance = card.tolerance?.[dtype] ?? DEFAULT_TOLERANCE[dtype]
  for (const [i, { query, logit }] of (card.reference ?? []).entries()) {
    const [got, expected] = [logits[i]!, logit[dtype]]
    // NaN is never within a tolerance.
    if (expected !== undefined && !(Math.abs(got - expected) <= tolerance)) {
      return `the reference pair for ${JSON.stringify(query)} scored ${got.toFixed(3)} instead of ${expected.toFixed(3)}`
    }
  }
  return undefined
}

/** How far seven bits a row may take a reference score: half of what int8 may cost in all, since other pairs fare worse. */
const ROWS_COST = 0.05

/** Whether scores of rows with fewer bits are as good as `exact` ones, or as the card's where those are not known. */
export function sevenBitsSuffice(
  { reference = [] }: ModelCard,
  logits: readonly number[],
  exact?: readonly number[],
): boolean {
  return logits.every(
    (logit, i) => Math.abs(logit - (exact?.[i] ?? reference[i]?.logit.q8 ?? NaN)) <= ROWS_COST,
  )
}
