import { folderOf, openStores } from '../../src/models/storage/index.js'
import type { ModelStore } from '../../src/models/storage/types.js'
import type { ModelReference } from '../../src/protocol/model-card.js'

/** Where files of one model are kept. */
export interface Shelf {
  store: ModelStore
  folder: string
  /** The model's id. */
  model: string
}

/** Keeps a small text that was made here. What cannot be kept is made again. */
export async function keepText({ store, folder, model }: Shelf, path: string, text: string): Promise<void> {
  const content = new TextEncoder().encode(text)
  const record = { path, model, identity: 'made here', bytes: content.length, complete: true }
  try {
    const appender = await store.append(folder, path)
    await appender.truncate()
    await appender.append(content)
    await appender.close()
    await store.writeRecord(folder, record)
  } catch {
    await store.remove(folder, path).catch(() => {})
  }
}

/** Where a model's files are kept; nowhere where it ships with the page, or the browser keeps nothing. */
export type FindShelf = (card: ModelReference) => Promise<Shelf | undefined>

/** Opens the browser's storage once, at the first model that may be there. */
export function createShelves(): FindShelf {
  let stores: Promise<ModelStore[]> | undefined
  return async (card) => {
    if (card.source === 'embedded') return undefined
    stores ??= openStores()
    const [store] = await stores
    return store && { store, folder: await folderOf(card), model: card.id }
  }
}
