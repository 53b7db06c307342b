import { toHex } from '../../protocol/hex.js'
import { createCacheStore } from './cache-storage.js'
import { createOpfsStore } from './opfs.js'
import type { ModelStore } from './types.js'

/**
 * The stores that this browser has here, the best first: none where the page may store nothing, as in a private window
 * of some browsers or on a page that came over plain HTTP.
 */
export async function openStores(): Promise<ModelStore[]> {
  const stores = [await createOpfsStore(), createCacheStore()]
  return stores.filter((store) => store !== undefined)
}

/** The folder of a model: its id for a person, and a hash that tells its source and revision. */
export async function folderOf(card: { id: string; source: string; revision?: string }): Promise<string> {
  const source = new TextEncoder().encode(`${card.source.replace(/\/$/, '')}@${card.revision ?? ''}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', source))
  const hash = toHex(digest.subarray(0, 6))
  // 255 bytes is what file systems allow a name.
  return `${encodeURIComponent(card.id).slice(0, 200)}@${hash}`
}
