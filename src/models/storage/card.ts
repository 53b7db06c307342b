import type { ModelCard, ModelReference } from '../../protocol/model-card.js'
import { folderOf } from './index.js'
import type { ModelStore } from './types.js'

/** Where the card that was read from a model's own files is kept, beside them. */
export const CARD_PATH = 'webrerank-card.json'

/** True where nothing needs to be read to know what a card says. */
export function isCard(model: ModelReference): model is ModelCard {
  return model.weights !== undefined && model.tokenizer !== undefined && model.window !== undefined
}

/** The card that an earlier visit read; what the reference says itself goes before that. */
export async function readStoredCard(
  reference: ModelReference,
  stores: readonly ModelStore[],
): Promise<ModelCard | undefined> {
  for (const store of stores) {
    const folder = await folderOf(reference)
    const record = await store.record(folder, CARD_PATH)
    const card = record?.complete ? await readCard(store, folder).catch(() => undefined) : undefined
    if (card) return { ...card, ...reference }
  }
  return undefined
}

/** One that is damaged counts as none, and is read anew. */
async function readCard(store: ModelStore, folder: string): Promise<ModelCard | undefined> {
  const card = JSON.parse(await (await store.read(folder, CARD_PATH)).text()) as ModelCard | null
  const objects = [card?.weights, card?.tokenizer]
  return card && isCard(card) && objects.every((value) => typeof value === 'object' && value)
    ? card
    : undefined
}
