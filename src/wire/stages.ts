/** The scores of one model, of which not every document need have one. */
export interface Stage {
  /** The model's id. */
  model: string
  /** Logits by the document's position; holes where there is none. */
  logits: readonly (number | undefined)[]
  /** The same before they were blended with those of a first stage. Default: they were not. */
  modelLogits?: readonly (number | undefined)[]
}

/** One order made of the scores of several models. */
export interface StagedRanking {
  /** Positions, best first. */
  order: number[]
  /** By position: logits that fall along the order. */
  logits: number[]
  /** By position: the logit of the model that scored the document; undefined where none did. */
  modelLogits: (number | undefined)[]
  /** By position: the model that scored the document; undefined where none did. */
  scoredBy: (string | undefined)[]
}

/** The logit of a document that nothing scored: its score is the least that there is. */
const UNSCORED = -745

/**
 * Joins the scores of models of different quality, which have no common scale. A document that a better model scored is above
 * all that only worse ones did. Its logit stays. Further down, the score between 0 and 1 is the model's own times the lowest of those
 * above: it falls along the order, and stays between 0 and 1. Documents without a score are last, in their own order.
 * @param stages the best model first
 */
export function rankStages(stages: readonly Stage[], documents: number): StagedRanking {
  const positions = Array.from({ length: documents }, (_, position) => position)
  const levels = positions.map((position) => {
    const level = stages.findIndex(({ logits }) => logits[position] !== undefined)
    return level < 0 ? stages.length : level
  })
  const stageOf = (position: number) => stages[levels[position]!]
  const modelLogits = positions.map((position) => {
    const stage = stageOf(position)
    return (stage?.modelLogits ?? stage?.logits)?.[position]
  })
  const rankBy = positions.map((position) => stageOf(position)?.logits[position] ?? UNSCORED)
  const scoredBy = positions.map((position) => stageOf(position)?.model)
  const order = positions.sort((a, b) => levels[a]! - levels[b]! || rankBy[b]! - rankBy[a]! || a - b)
  const logits: number[] = []
  let level = levels[order[0]!]
  /** The lowest logit of the levels above. */
  let ceiling: number | undefined
  let lowest: number | undefined
  for (const position of order) {
    if (levels[position] !== level) [level, ceiling] = [levels[position], lowest]
    const own = rankBy[position]!
    lowest = ceiling === undefined ? own : productLogit(ceiling, own)
    logits[position] = lowest
  }
  return { order, logits, modelLogits, scoredBy }
}

/** The logit of the product of two probabilities that are given by their logits: below both. */
function productLogit(a: number, b: number): number {
  // The odds against it: (1 + e^-a)(1 + e^-b) - 1, in units of the largest term, which might be no number.
  const terms = [-a, -b, -a - b]
  const largest = Math.max(-a, -b, -a - b)
  return -(largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0)))
}
