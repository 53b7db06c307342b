/**
 * `webrerank/models`: the list of models, and the models stored on this device, for pages that let people choose one.
 * @module webrerank/models
 */
import type { Device, ModelCard, ModelFile } from '../protocol/model-card.js'
import { isOnDevice } from './availability.js'
import { CATALOGUE } from './catalogue/index.js'
import { companionFiles, dtypesFor, weightsFiles } from './files.js'
import { openStores } from './storage/index.js'

export type {
  DecoderPrompt,
  Device,
  Dtype,
  FuseWeight,
  ModelCard,
  ModelFile,
  ReferencePair,
  Tolerance,
  WeightsFile,
} from '../protocol/model-card.js'

/**
 * Every model that can be asked for by name, the one that ships with the package first.
 * @example
 * ```ts
 * import { MODELS } from 'webrerank/models'
 *
 * const french = MODELS.filter(({ languages }) => languages.includes('fr')).map(({ id }) => id)
 * ```
 */
export const MODELS: readonly ModelCard[] = Object.values(CATALOGUE)

/** What a download would take, for a person to agree to. */
export interface DownloadPlan {
  /** Bytes of all files; `null` where a size was not published. */
  bytes: number | null
  /** False where `bytes` is about right, and the source knows better. */
  exact: boolean
  /** Where the files come from: `hub:owner/name`, a base URL, or `embedded`. */
  source: string
  license: string
  /** True where nothing is left to download. */
  stored: boolean
}

/**
 * What it takes to run a model on a device. Nothing is fetched.
 * @param device default: what `auto` takes where there is no GPU
 * @example
 * ```ts
 * import { MODELS, planDownload } from 'webrerank/models'
 *
 * const card = MODELS.find(({ id }) => id === 'BAAI/bge-reranker-v2-m3')!
 * const { bytes, license, stored } = await planDownload(card)
 * if (!stored) console.log(`${(bytes ?? 0) / 1e6} MB, ${license}`)
 * ```
 */
export async function planDownload(card: ModelCard, device: Device = 'wasm'): Promise<DownloadPlan> {
  const weights = weightsFiles(card, dtypesFor(card, device)[0])
  const files: ModelFile[] = weights.length > 0 ? [...weights, ...companionFiles(card)] : []
  const sizes = files.map((file) => file.bytes ?? file.approximateBytes)
  return {
    bytes:
      weights.length > 0 && !sizes.includes(undefined)
        ? sizes.reduce<number>((sum, size) => sum + size!, 0)
        : null,
    exact: files.every((file) => file.bytes !== undefined),
    source: card.source,
    license: card.license,
    stored: await isOnDevice(card, [device]),
  }
}

/** A model of which files are stored. */
export interface StoredModel {
  id: string
  /** Bytes on the device, of unfinished downloads as well. */
  bytes: number
  files: { path: string; bytes: number; complete: boolean }[]
}

/**
 * Models of which something is stored on this device, by whatever page of this origin.
 * @example
 * ```ts
 * import { listStoredModels } from 'webrerank/models'
 *
 * for (const { id, bytes } of await listStoredModels()) console.log(id, bytes)
 * ```
 */
export async function listStoredModels(): Promise<StoredModel[]> {
  const models = new Map<string, StoredModel>()
  for (const store of await openStores()) {
    for (const folder of await store.folders()) {
      for (const { path, model: id, complete } of await store.records(folder).catch(() => [])) {
        const bytes = await store.read(folder, path).then(
          ({ size }) => size,
          () => undefined,
        )
        // A record of data that is gone is removed: it stands for nothing. A cache answers that with no bytes.
        if (bytes === undefined || (complete && bytes === 0)) {
          await store.remove(folder, path).catch(() => {})
          continue
        }
        const model = models.get(id) ?? { id, bytes: 0, files: [] }
        model.bytes += bytes
        model.files.push({ path, bytes, complete })
        models.set(id, model)
      }
    }
  }
  return [...models.values()]
}

/**
 * Removes all that is stored of a model. One that is loaded goes on working; one that is being downloaded must be
 * stopped first.
 * @returns whether there was anything
 * @example
 * ```ts
 * import { deleteStoredModel } from 'webrerank/models'
 *
 * const deleted = await deleteStoredModel('BAAI/bge-reranker-v2-m3')
 * ```
 */
export async function deleteStoredModel(id: string): Promise<boolean> {
  let found = false
  for (const store of await openStores()) {
    for (const folder of await store.folders()) {
      const [record] = await store.records(folder).catch(() => [])
      if (record?.model !== id) continue
      await store.removeFolder(folder)
      found = true
    }
  }
  return found
}

/**
 * What this origin stores, models and all else, and about how much it may; `undefined` where the browser does not say.
 * @example
 * ```ts
 * import { storageUse } from 'webrerank/models'
 *
 * const use = await storageUse()
 * if (use) console.log(`${use.usage} of ${use.quota} bytes`)
 * ```
 */
export async function storageUse(): Promise<{ usage: number; quota: number } | undefined> {
  const estimate = await navigator.storage?.estimate?.()
  return estimate && { usage: estimate.usage ?? 0, quota: estimate.quota ?? 0 }
}

/**
 * Asks the browser not to clear what this origin stores when space runs low.
 * @example
 * ```ts
 * import { persistStorage } from 'webrerank/models'
 *
 * if (!(await persistStorage())) console.log('The browser may delete models when storage is low.')
 * ```
 */
export async function persistStorage(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false
}
