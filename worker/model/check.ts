import { RerankError } from '../../src/protocol/errors.js'
import type { Dtype, ModelCard, ReferencePair } from '../../src/protocol/model-card.js'
import type { LoadProgress, ScoreRequest } from '../../src/protocol/worker-api.js'
import type { FindShelf } from '../files/shelf.js'
import type { ActivationBits, Choice } from '../runtime/types.js'
import { createBatchScorer } from '../scoring/batch-scorer.js'
import { createCache } from '../scoring/cache.js'
import type { DocumentScore } from '../scoring/types.js'
import { recallCheck } from './check-record.js'
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

/**
 * Opens a model and scores its reference pairs: a warm-up as well, since GPU kernels are compiled in the first run. Where
 * all of them passed before, the first one is enough. The CPU runtime has activations of 7 bits where those pairs show that they cost
 * little; without such pairs, 12.
 * @throws RerankError `canary_failed`
 */
export async function openChecked(
  findShelf: FindShelf,
  card: ModelCard,
  choice: Choice,
  size: number,
  open: (activationBits: ActivationBits) => Promise<Model>,
  onProgress: (progress: LoadProgress) => void,
): Promise<{ model: Model; activationBits: ActivationBits }> {
  const { reference = [] } = card
  const score = (model: Model, pairs = reference) => scoreReference(model, pairs, onProgress)
  const narrows = choice.build === 'engine' && choice.dtype === 'q8'
  const remembered = await recallCheck(findShelf, card, choice)
  if (remembered.activationBits || reference.length === 0 || !narrows) {
    const activationBits = remembered.activationBits ?? 12
    const model = await open(activationBits)
    requireRight(model, await score(model, remembered.activationBits && reference.slice(0, 1)))
    if (choice.device === 'webgpu') await warmUp(model)
    if (!remembered.activationBits && reference.length > 0) await remembered.remember(activationBits)
    return { model, activationBits }
  }
  let [model, activationBits]: [Model, ActivationBits] = [await open(7), 7]
  let logits = await score(model)
  if (!sevenBitsSuffice(card, logits)) {
    const exact = await open(12)
    const wanted = await score(exact)
    if (size > COMPARED_BYTES || !sevenBitsSuffice(card, logits, wanted)) {
      ;[model, activationBits, logits] = [exact, 12, wanted]
    }
  }
  requireRight(model, logits)
  await remembered.remember(activationBits)
  return { model, activationBits }
}

/** What a first request will want of the GPU, compiled: kernels differ by whether rows are several, short or long. */
const WARM_COLUMNS = [16, 64]

async function warmUp({ session, input }: Model): Promise<void> {
  const { padId } = input.tokenizer
  for (const columns of WARM_COLUMNS) {
    const length = Math.min(columns, input.maxLength)
    const pair = { ids: new Int32Array(length).fill(padId), types: new Int32Array(length) }
    await session.run([pair, pair]).catch((cause) => {
      throw new RerankError('canary_failed', `the warm-up failed: ${(cause as Error).message}`, { cause })
    })
  }
}

/** @param logits of the first reference pairs */
function requireRight({ card, choice }: Model, logits: readonly number[]): void {
  const reference = card.reference?.slice(0, logits.length) ?? []
  const wrong = judgeReference({ ...card, reference }, choice.dtype, logits)
  if (wrong)
    throw new RerankError('canary_failed', `${card.id} gives wrong scores on ${choice.device}: ${wrong}`)
}

/** @throws RerankError `canary_failed` where a run fails */
async function scoreReference(
  model: Model,
  reference: readonly ReferencePair[],
  onProgress: (progress: LoadProgress) => void,
): Promise<number[]> {
  const { card, choice } = model
  const logits: number[] = []
  const scorer = createBatchScorer(model, createCache(0))
  for (const [index, { query, document }] of reference.entries()) {
    onProgress({ device: choice.device, step: 'check', loaded: index, total: reference.length })
    const length = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }
    const request: ScoreRequest = { id: -1, query, documents: [document], length }
    const listener = { done: (_: unknown, score: DocumentScore) => logits.push(score.logit), want() {} }
    try {
      await scorer.score(request, [{ index: 0, text: document }], listener, async () => {})
    } catch (cause) {
      throw new RerankError('canary_failed', `the check of ${card.id} failed: ${(cause as Error).message}`, {
        cause,
      })
    }
  }
  return logits
}
