import type { Checksum } from '../bytes/checksum.js'
import type { Content } from '../bytes/content.js'

/** A file somewhere else. */
export interface RemoteFile {
  /** For messages. */
  path: string
  url: string
  /** Size, where it is known. */
  bytes?: number | undefined
  /** `no-store` keeps what is stored otherwise out of the browser's own cache. */
  cache?: RequestCache
  /** Where the size is not known: the most that it may be. Default: no bound. */
  mostBytes?: number
  /** Whether a hash will tell that the parts of a download belong together. Default: the server's headers must. */
  hashed?: boolean
}

/** Where a download goes, part by part. */
export interface Sink {
  /** Bytes it has. */
  readonly length: number
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>
  /** Forgets what it has. */
  restart(): Promise<void>
}

/** How long a download is tried. */
export interface Patience {
  /** Milliseconds without a byte after which a request is given up. */
  stall: number
  /** Attempts after the first that may fail in a row without a new byte. */
  retries: number
  /** Milliseconds before the first retry; doubled for each further one. */
  pause: number
}

/** A file to have: from the store, or else from where it is. */
export interface WantedFile extends RemoteFile {
  /** Where the source tells one. */
  checksum?: Checksum | undefined
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

/** The store lost what it was given: it must be downloaded again, to another place. */
export class LostCopy extends Error {}

/** Where the parts of one file are put together. */
export interface FileSink extends Sink {
  /** What is there so far. */
  content(): Promise<Content>
  /**
   * All of it, for good.
   * @param checksum of what came
   * @throws LostCopy where the store has not what it was given
   */
  finish(checksum: Checksum): Promise<Content>
  /** What is there stays for a later try, where it is kept at all. */
  close(): Promise<void>
}
