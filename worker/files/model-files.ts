import type { FileRecord } from '../../src/models/storage/types.js'
import { RerankError } from '../../src/protocol/errors.js'
import type { ModelCard, ModelFile } from '../../src/protocol/model-card.js'
import type { DownloadSettings } from '../../src/protocol/worker-api.js'
import type { Content } from '../bytes/content.js'
import { readSnapshot } from './hub.js'
import {
  hostOf,
  hubRepository,
  mayDownload,
  notAllowed,
  patienceOf,
  resolveFile,
  resolveHash,
} from './locate.js'
import { obtainFile } from './obtain.js'
import { createMeter, type DownloadProgress } from './progress.js'
import type { FindShelf, Shelf } from './shelf.js'
import { intactContent, removeFaulty } from './stored-file.js'
import { type FileWatch, identityOf, type WantedFile } from './types.js'

/** Files of a model, ready to be read: nothing was fetched of those yet but their sizes. */
export interface ModelFiles {
  /** One of the wanted files, on the device or downloaded: in memory only where the browser keeps no copy. */
  open(file: ModelFile): Promise<Content>
  /** Bytes of all of them; 0 where a server did not say. */
  readonly total: number
  /** Why the browser keeps no copy, once that is so. */
  notStored(): string | undefined
}

/**
 * Finds out where a model's files are, and how many bytes those are that must be downloaded.
 * @throws RerankError `download_not_allowed`; for a model of the hub also `download_failed` and `integrity_failed`
 */
export async function openModelFiles(
  findShelf: FindShelf,
  card: ModelCard,
  wanted: readonly ModelFile[],
  settings: DownloadSettings,
  report: (progress: DownloadProgress) => void,
): Promise<ModelFiles> {
  const host = hostOf(settings)
  const patience = patienceOf(settings)
  const shelf = await findShelf(card)
  const records = await Promise.all(wanted.map((file) => findRecord(shelf, file)))
  const missing = wanted.filter((_, i) => !records[i])
  if (missing.length > 0 && !mayDownload(card, settings, missing)) throw notAllowed(card, missing, host)

  const repository = hubRepository(card, host)
  const unknown = missing.some((file) => file.bytes === undefined || file.sha256 === undefined)
  const snapshot = repository && unknown ? await readSnapshot(repository, patience) : undefined
  const files = new Map<ModelFile, { file: WantedFile; stored: boolean }>()
  wanted.forEach((file, i) => {
    const stored = records[i] !== undefined
    const resolved = stored
      ? { path: file.path, url: '', bytes: records[i]!.bytes }
      : resolveFile(card, file, host, snapshot)
    files.set(file, { file: resolved, stored })
  })

  const sizes = [...files.values()].map(({ file }) => file.bytes)
  const total = sizes.includes(undefined) ? 0 : sizes.reduce<number>((sum, bytes) => sum + bytes!, 0)
  const meter = createMeter(total, report)
  meter.flush()
  // Outside a browser nothing is ever kept, which is no news.
  const mayKeep = shelf || card.source === 'embedded' || !globalThis.location
  let problem = mayKeep ? undefined : 'the browser keeps no files for this page'
  return {
    total,
    notStored: () => problem,
    async open(wantedFile) {
      const { file, stored } = files.get(wantedFile)!
      const watch: FileWatch = {
        onLength: (length) => meter.set(file.path, length),
        onNotStored: (reason) => {
          problem = reason
        },
      }
      if (!stored || !shelf) return obtainFile(file, shelf, patience, watch).finally(meter.flush)
      const content = await shelf.store.read(shelf.folder, file.path)
      watch.onLength(content.size)
      meter.flush()
      if (content.size === file.bytes) return content
      await shelf.store.remove(shelf.folder, file.path)
      throw new RerankError('integrity_failed', `${file.path}: the stored copy is incomplete`)
    },
  }
}

/** Whether all of these files are on the device, or come with the page. */
export async function areStored(
  findShelf: FindShelf,
  card: ModelCard,
  wanted: readonly ModelFile[],
): Promise<boolean> {
  if (card.source === 'embedded') return true
  const shelf = await findShelf(card)
  const records = await Promise.all(wanted.map((file) => findRecord(shelf, file)))
  return !records.includes(undefined)
}

/**
 * Removes stored files with which a model did not work, where they are at fault: see {@link removeFaulty}.
 * @returns paths of what was removed
 */
export async function removeFaultyFiles(
  findShelf: FindShelf,
  card: ModelCard,
  files: readonly ModelFile[],
  mayBeWrong: (path: string, content: Blob) => boolean,
): Promise<string[]> {
  const shelf = await findShelf(card)
  const paths = files.map(({ path }) => path)
  return shelf ? removeFaulty(shelf, paths, mayBeWrong) : []
}

/** Paths of those files that are on the device. */
export async function storedPaths(
  findShelf: FindShelf,
  card: ModelCard,
  files: readonly ModelFile[],
): Promise<Set<string>> {
  const shelf = await findShelf(card)
  const records = await Promise.all(files.map((file) => findRecord(shelf, file)))
  return new Set(records.flatMap((record) => record?.path ?? []))
}

/** The record of a whole file, unless the card knows better what the file should be. */
async function findRecord(shelf: Shelf | undefined, file: ModelFile): Promise<FileRecord | undefined> {
  const record = await shelf?.store.record(shelf.folder, file.path)
  if (!shelf || !record?.complete) return undefined
  if (!(await intactContent(shelf, record))) return undefined
  if (file.bytes !== undefined && record.bytes !== file.bytes) return undefined
  if (file.sha256 !== undefined && record.identity !== identityOf(resolveHash(file))) return undefined
  return record
}
