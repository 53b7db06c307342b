import { type FileRecord, folderOf, type ModelStore, openStores } from '../src/models/storage.js'
import { RerankError } from '../src/shared/errors.js'
import type { ModelCard, ModelFile, ModelReference } from '../src/shared/model-card.js'
import type { DownloadSettings } from '../src/shared/protocol.js'
import { modelFileUrl } from './assets.js'
import { PATIENCE, type Patience } from './download.js'
import { type FileWatch, identityOf, type Shelf, type WantedFile } from './file-place.js'
import type { Checksum } from './hash.js'
import { hubFileUrl, readSnapshot, type Snapshot } from './hub.js'
import { createMeter, type DownloadProgress } from './meter.js'
import type { Content } from './source.js'
import { obtainFile } from './stored-file.js'

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
  if (missing.length > 0 && !mayDownload(card, settings)) throw notAllowed(card, missing, host)

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
  let problem: string | undefined
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
      throw new RerankError('integrity_failed', `${file.path}: what was stored of it is not whole any more`)
    },
  }
}

/** How long a download is tried. */
export function patienceOf({ stallTimeout }: DownloadSettings): Patience {
  return { ...PATIENCE, ...(stallTimeout && { stall: stallTimeout }) }
}

/** Where the hub is: without a slash at the end. */
export function hostOf({ host = 'https://huggingface.co' }: DownloadSettings): string {
  return host.replace(/\/+$/, '')
}

/** Whether all of these files are on the device, or come with the page. */
export async function areStored(card: ModelCard, wanted: readonly ModelFile[]): Promise<boolean> {
  if (card.source === 'embedded') return true
  const shelf = await findShelf(card)
  const records = await Promise.all(wanted.map((file) => findRecord(shelf, file)))
  return !records.includes(undefined)
}

/** The hub's repository that a card names as `hub:owner/name`. */
export function hubRepository({ source, revision = 'main' }: ModelCard, host: string) {
  return source.startsWith('hub:')
    ? { host, name: source.slice('hub:'.length).replace(/\/$/, ''), revision }
    : undefined
}

let stores: Promise<ModelStore[]> | undefined

/** Where a model's files are kept; nowhere where it ships with the page, or the browser keeps nothing. */
export async function findShelf(card: ModelReference): Promise<Shelf | undefined> {
  if (card.source === 'embedded') return undefined
  stores ??= openStores()
  const [store] = await stores
  return store && { store, folder: await folderOf(card), model: card.id }
}

/** The record of a whole file, unless the card knows better what the file should be. */
async function findRecord(shelf: Shelf | undefined, file: ModelFile): Promise<FileRecord | undefined> {
  const record = await shelf?.store.record(shelf.folder, file.path)
  if (!record?.complete) return undefined
  if (file.bytes !== undefined && record.bytes !== file.bytes) return undefined
  if (file.sha256 !== undefined && record.identity !== identityOf(resolveHash(file))) return undefined
  return record
}

/** Files of the page's own site are the site's to give, like its images; others are asked for first. */
export function mayDownload({ source }: ModelCard, { allowDownload }: DownloadSettings): boolean {
  if (source === 'embedded') return true
  return (
    allowDownload ?? (!source.startsWith('hub:') && new URL(source).origin === globalThis.location?.origin)
  )
}

/**
 * Where a file is, and what is known of it.
 * @param snapshot what the hub says, where it was asked
 */
export function resolveFile(
  card: ModelCard,
  file: ModelFile,
  host: string,
  snapshot: Snapshot | undefined,
): WantedFile {
  const known = { path: file.path, ...resolveHash(file) }
  const repository = snapshot?.repository ?? hubRepository(card, host)
  if (!repository) {
    const url = modelFileUrl(card, file.path)
    return { ...known, url, ...(card.source !== 'embedded' && { cache: 'no-store' }) }
  }
  const url = hubFileUrl(repository, file.path)
  const facts = snapshot?.files.get(file.path)
  if (snapshot && !facts) {
    throw new RerankError('download_failed', `${repository.name} has no file ${file.path}`, {
      details: { url },
    })
  }
  const resolved = { ...facts, ...known, url, cache: 'no-store' as const }
  // A card that knows better than the hub pins another state of the file, and would wait for it in vain.
  const differs =
    facts && (resolved.bytes !== facts.bytes || !isCompatible(resolved.checksum, facts.checksum))
  if (!differs) return resolved
  throw new RerankError(
    'integrity_failed',
    `${file.path}: the card has ${identityOf(resolved)}, ${resolved.bytes} bytes, and the hub ${identityOf(facts)}, ${facts.bytes} bytes`,
    { details: { url } },
  )
}

/** Hashes of different kinds cannot be compared. */
function isCompatible(a: Checksum | undefined, b: Checksum): boolean {
  return a?.kind !== b.kind || a.hex === b.hex
}

function resolveHash({ bytes, sha256 }: ModelFile): Pick<WantedFile, 'bytes' | 'checksum'> {
  return {
    ...(bytes !== undefined && { bytes }),
    ...(sha256 !== undefined && { checksum: { kind: 'sha256', hex: sha256 } }),
  }
}

/** The refusal, with all that a person would want to know before agreeing. */
export function notAllowed(card: ModelCard, missing: readonly ModelFile[], host: string): RerankError {
  const sizes = missing.map((file) => file.bytes ?? file.approximateBytes)
  const bytes = sizes.includes(undefined) ? null : sizes.reduce<number>((sum, size) => sum + size!, 0)
  const repository = hubRepository(card, host)
  const source = repository ? `${host}/${repository.name}` : card.source
  const size = bytes === null ? 'of a size not known yet' : `of ${Math.ceil(bytes / 1e6)} MB`
  return new RerankError(
    'download_not_allowed',
    `${card.id} must be downloaded first, ${size}, from ${source}: call load(), or set allowDownload`,
    {
      param: 'model',
      details: {
        model: card.id,
        bytes,
        exact: missing.every((file) => file.bytes !== undefined),
        source,
        license: card.license,
        files: missing.map((file) => file.path),
      },
    },
  )
}
