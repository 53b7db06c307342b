/** Documents among which a model's floor is a fair limit for the best one: about one in ten that do not answer exceeds it. */
const FEW = 10

/**
 * The score that a search takes for an answer, where so many documents were read: the best of many that do not answer is
 * better than the best of few, so the logit of the model's floor rises by half the logarithm of their number, from ten on.
 * Measured on two sets of questions: docs/decisions/0052-floor-for-many.md.
 * @param floor the model's floor, from 0 to 1; `undefined` or 0: there is none, and each score is taken
 * @param read documents that the model read for this query
 */
export function floorAmong(floor: number | undefined, read: number): number {
  if (!floor || floor >= 1) return floor ?? 0
  const odds = (floor / (1 - floor)) * Math.sqrt(Math.max(1, read / FEW))
  return odds / (1 + odds)
}
