import { RerankError } from '../../src/protocol/errors.js'
import type { ModelCard } from '../../src/protocol/model-card.js'
import type { LoadProgress } from '../../src/protocol/worker-api.js'
import type { FindShelf } from '../files/shelf.js'
import type { ActivationBits, Choice } from '../runtime/types.js'
import { recallCheck } from './check-record.js'
import { openNarrowest, requireRight, scoreReference } from './reference.js'
import type { Model } from './types.js'

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
  const { model, activationBits, logits } = await openNarrowest(card, size, open, score)
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
