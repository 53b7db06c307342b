import type { ModelStore } from '../src/models/storage.js'
import type { RemoteFile, Sink } from './download.js'
import type { Checksum } from './hash.js'
import type { Content } from './source.js'

/** A file to have: from the store, or else from where it is. */
export interface WantedFile extends RemoteFile {
  checksum?: Checksum | undefined
}

/** Where files of one model are kept. */
export interface Shelf {
  store: ModelStore
  folder: string
  /** The model's id. */
  model: string
}

export interface FileWatch {
  /** Bytes that the file has now. */
  onLength(length: number): void
  /** The browser would not keep the file: why. The download goes on. */
  onNotStored(reason: string): void
}

/** What a record says of the content it belongs to. */
export function identityOf({ bytes, checksum }: Pick<WantedFile, 'bytes' | 'checksum'>): string {
  return checksum ? `${checksum.kind}:${checksum.hex}` : `bytes:${bytes ?? 'unknown'}`
}

/** Where the parts of one file are put together. */
export interface FilePlace extends Sink {
  /** What is there so far. */
  content(): Promise<Content>
  /** All of it, for good. */
  finish(): Promise<Content>
  /** What is there stays for a later try, where it is kept at all. */
  close(): Promise<void>
}
