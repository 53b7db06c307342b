import { createCacheStore } from './storage-cache.js'
import { createOpfsStore } from './storage-opfs.js'

/**
 * Where downloaded models lie: a folder a model, in it each file's data and a record that says what the data is. The
 * record says `complete` only once the data was verified, so that whatever a crash leaves is no model.
 */
export interface ModelStore {
  readonly kind: 'opfs' | 'cache'
  /** Folders that exist. */
  folders(): Promise<string[]>
  /** Records of a folder; data without a record is not told. */
  records(folder: string): Promise<FileRecord[]>
  record(folder: string, path: string): Promise<FileRecord | undefined>
  /** A file's data, read only where it is needed. */
  read(folder: string, path: string): Promise<Blob>
  /** Opens a file to go on where it ends. In a worker only. */
  append(folder: string, path: string): Promise<Appender>
  /** In a worker only. */
  writeRecord(folder: string, record: FileRecord): Promise<void>
  /** Removes a file and its record. */
  remove(folder: string, path: string): Promise<void>
  removeFolder(folder: string): Promise<void>
}

/** What a stored file is. */
export interface FileRecord {
  path: string
  /** The id of the model that it belongs to. */
  model: string
  /** What the data is a copy of, whole or in part: a hash where one is known. A change of it voids the data. */
  identity: string
  /** Bytes of the whole file; 0 where that is not known. */
  bytes: number
  /** True once the data is whole and was verified. */
  complete: boolean
}

/** A file that grows. */
export interface Appender {
  /** Bytes that are there. */
  readonly length: number
  /** @throws DOMException `QuotaExceededError` */
  append(chunk: Uint8Array<ArrayBuffer>): Promise<void>
  truncate(): Promise<void>
  /** Writes out what is left. */
  close(): Promise<void>
}

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
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', source)).subarray(0, 6)
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  // 255 bytes is what file systems allow a name.
  return `${encodeURIComponent(card.id).slice(0, 200)}@${hash}`
}
