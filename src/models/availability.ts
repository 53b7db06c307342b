import type { Device, ModelCard, ModelReference } from '../protocol/model-card.js'
import { requireModelId } from './catalogue/ids.js'
import { CATALOGUE } from './catalogue/index.js'
import { companionFiles, dtypesFor, weightsFiles } from './files.js'
import { isCard, readStoredCard } from './storage/card.js'
import { folderOf, openStores } from './storage/index.js'

/** What a call would find, in the words of `Reranker.availability`. In a chunk of its own, with the catalogue. */
export async function findAvailability(
  model: string | ModelReference,
  device: 'auto' | Device,
  worker: 'idle' | 'loading' | 'ready',
): Promise<'unavailable' | 'downloadable' | 'downloading' | 'available'> {
  const gpu =
    device !== 'wasm' && Boolean(await globalThis.navigator?.gpu?.requestAdapter().catch(() => null))
  if (device === 'webgpu' && !gpu) return 'unavailable'
  if (worker !== 'idle') return worker === 'ready' ? 'available' : 'downloading'
  const devices: Device[] = [
    ...(gpu ? (['webgpu'] as const) : []),
    ...(device === 'webgpu' ? [] : (['wasm'] as const)),
  ]
  const reference = typeof model === 'string' ? CATALOGUE[requireModelId(model)] : model
  const card = isCard(reference) ? reference : await readStoredCard(reference, await openStores())
  return card && (await isOnDevice(card, devices)) ? 'available' : 'downloadable'
}

/** Whether a model's files are all on this device, for one of these devices to run it. */
export async function isOnDevice(card: ModelCard, devices: readonly Device[]): Promise<boolean> {
  if (card.source === 'embedded') return true
  const complete = new Set<string>()
  for (const store of await openStores()) {
    const records = await store.records(await folderOf(card)).catch(() => [])
    for (const record of records) if (record.complete) complete.add(record.path)
  }
  return devices.some((device) =>
    dtypesFor(card, device).some((dtype) =>
      [...weightsFiles(card, dtype), ...companionFiles(card)].every((file) => complete.has(file.path)),
    ),
  )
}
