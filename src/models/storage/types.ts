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
  /** Of complete data: its hash, whether or not the source told one. */
  checksum?: StoredChecksum
  /** Of complete data: when it was written, in milliseconds, where the store tells. Another time means other data. */
  modified?: number
}

/** A SHA-256; or a git blob's id, which is a SHA-1. */
export interface StoredChecksum {
  kind: 'sha256' | 'git'
  hex: string
}

/** Reads a record's text; what is none, as one that was half written or damaged, counts as absent. */
export function readRecord(text: string): FileRecord | undefined {
  try {
    const record = JSON.parse(text) as FileRecord | null
    const texts = [record?.path, record?.model, record?.identity]
    const isRecord = texts.every((value) => typeof value === 'string') && typeof record?.bytes === 'number'
    return isRecord ? (record as FileRecord) : undefined
  } catch {
    return undefined
  }
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
