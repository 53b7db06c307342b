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
