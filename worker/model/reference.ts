import { RerankError } from '../../src/protocol/errors.js'
import type { Dtype, ModelCard, ReferencePair } from '../../src/protocol/model-card.js'
import type { LoadProgress } from '../../src/protocol/worker-api.js'
import type { ActivationBits } from '../runtime/types.js'
import { createPairScorer } from '../scoring/pair-scorer.js'
import type { Model } from './types.js'

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

/** Whether scores of activations with fewer bits are as good as `exact` ones, or as the card's where those are not known. */
export function sevenBitsSuffice(
  { reference = [] }: ModelCard,
  logits: readonly number[],
  exact?: readonly number[],
): boolean {
  return logits.every(
    (logit, i) => Math.abs(logit - (exact?.[i] ?? reference[i]?.logit.q8 ?? NaN)) <= ROWS_COST,
  )
}

/** Weights larger than this are not packed twice to compare activations of 7 and of 12 bits. */
const COMPARED_BYTES = 2 ** 27

/** A model that was opened, and how its reference pairs scored. */
export interface Opened {
  model: Model
  activationBits: ActivationBits
  logits: readonly number[]
}

/**
 * Opens a model in the CPU runtime with activations of 7 bits where its reference pairs show that they cost little, else
 * of 12.
 * @param size bytes of the weights
 */
export async function openNarrowest(
  card: ModelCard,
  size: number,
  open: (activationBits: ActivationBits) => Promise<Model>,
  score: (model: Model) => Promise<readonly number[]>,
): Promise<Opened> {
  const narrow = await open(7)
  const logits = await score(narrow)
  if (sevenBitsSuffice(card, logits)) return { model: narrow, activationBits: 7, logits }
  const exact = await open(12)
  const wanted = await score(exact)
  const suffice = size <= COMPARED_BYTES && sevenBitsSuffice(card, logits, wanted)
  return suffice
    ? { model: narrow, activationBits: 7, logits }
    : { model: exact, activationBits: 12, logits: wanted }
}

/**
 * @param logits of the first reference pairs
 * @throws RerankError `canary_failed` where one of them is wrong
 */
export function requireRight({ card, choice }: Model, logits: readonly number[]): void {
  const reference = card.reference?.slice(0, logits.length) ?? []
  const wrong = judgeReference({ ...card, reference }, choice.dtype, logits)
  if (wrong)
    throw new RerankError('canary_failed', `${card.id} gives wrong scores on ${choice.device}: ${wrong}`)
}

/** @throws RerankError `canary_failed` where a run fails */
export async function scoreReference(
  model: Model,
  reference: readonly ReferencePair[],
  onProgress: (progress: LoadProgress) => void,
): Promise<number[]> {
  const { card, choice } = model
  const logits: number[] = []
  const scorer = createPairScorer(model)
  const length = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }
  for (const [index, { query, document }] of reference.entries()) {
    onProgress({ device: choice.device, step: 'check', loaded: index, total: reference.length })
    try {
      const { scores } = await scorer.score({ query, length }, [{ index: 0, text: document }], async () => {})
      logits.push(scores[0]!.logit)
    } catch (cause) {
      throw new RerankError('canary_failed', `the check of ${card.id} failed: ${(cause as Error).message}`, {
        cause,
      })
    }
  }
  return logits
}
