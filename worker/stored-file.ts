import type { Appender, ModelStore } from '../src/models/storage.js'
import { RerankError } from '../src/shared/errors.js'
import { type Buffer, createBuffer } from './buffer.js'
import { download, type Patience, type RemoteFile, type Sink } from './download.js'
import { type Checksum, createHasher, type Hasher } from './hash.js'

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

/** A part of a file read back from the store. */
const SLICE = 8 * 2 ** 20

/**
 * Gives a file's content, once in memory: downloaded parts go there and to the store and into the hash at once.
 * What an earlier visit left is read back and downloaded no more. Nothing counts as stored before it was verified.
 * @throws RerankError those of {@link download}, and `integrity_failed` for a wrong hash
 */
export async function obtainFile(
  file: WantedFile,
  shelf: Shelf | undefined,
  patience: Patience,
  watch: FileWatch,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!shelf) return fetchFile(file, undefined, patience, watch)
  // Another tab that downloads the same file is waited for, and then there is nothing left to do.
  return withLock(`webrerank ${shelf.folder} ${file.path}`, async () => {
    const { store, folder } = shelf
    const record = await store.record(folder, file.path)
    if (record?.complete && record.identity === identityOf(file)) {
      const content = await readStored(shelf, file.path, watch)
      if (content.length === record.bytes) return content
    }
    return fetchFile(file, shelf, patience, watch)
  })
}

/** Reads a stored file. */
export async function readStored(
  { store, folder }: Shelf,
  path: string,
  watch: Pick<FileWatch, 'onLength'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await store.read(folder, path)
  const buffer = createBuffer(blob.size)
  for await (const chunk of slices(blob)) {
    await buffer.write(chunk)
    watch.onLength(buffer.length)
  }
  return buffer.bytes()
}

/** Keeps a small text that was made here. What cannot be kept is made again. */
export async function keepText({ store, folder, model }: Shelf, path: string, text: string): Promise<void> {
  const content = new TextEncoder().encode(text)
  const record = { path, model, identity: 'made here', bytes: content.length, complete: true }
  try {
    const appender = await store.append(folder, path)
    await appender.truncate()
    await appender.append(content)
    await appender.close()
    await store.writeRecord(folder, record)
  } catch {
    await store.remove(folder, path).catch(() => {})
  }
}

/** What a record says of the content it belongs to. */
export function identityOf({ bytes, checksum }: Pick<WantedFile, 'bytes' | 'checksum'>): string {
  return checksum ? `${checksum.kind}:${checksum.hex}` : `bytes:${bytes ?? 'unknown'}`
}

async function fetchFile(
  file: WantedFile,
  shelf: Shelf | undefined,
  patience: Patience,
  watch: FileWatch,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = createBuffer(file.bytes)
  const copy = shelf && (await openCopy(file, shelf, watch))
  const sink = createVerifiedSink(file, buffer, copy, watch)
  try {
    const found = copy && (await sink.resume(copy))
    await download(file, sink, patience)
    if (!sink.matches()) {
      await sink.restart()
      if (!found) throw wrongHash(file)
      // What was found may have been another file's: once more, from the start.
      await download(file, sink, patience)
      if (!sink.matches()) {
        await sink.restart()
        throw wrongHash(file)
      }
    }
    await copy?.finish(buffer.length)
  } finally {
    await copy?.close()
  }
  return buffer.bytes()
}

/** Memory, hash and store as one. */
function createVerifiedSink(file: WantedFile, buffer: Buffer, copy: Copy | undefined, watch: FileWatch) {
  const { checksum, bytes = 0 } = file
  let hasher: Hasher | undefined = checksum && createHasher(checksum, bytes)
  const take = async (chunk: Uint8Array<ArrayBuffer>) => {
    hasher?.update(chunk)
    await buffer.write(chunk)
    watch.onLength(buffer.length)
  }
  const sink: Sink & { resume(copy: Copy): Promise<boolean>; matches(): boolean } = {
    get length() {
      return buffer.length
    },
    async write(chunk) {
      await take(chunk)
      await copy?.append(chunk)
    },
    async restart() {
      hasher = checksum && createHasher(checksum, bytes)
      await buffer.restart()
      await copy?.truncate()
      watch.onLength(0)
    },
    /** Takes what the store has of the file. */
    async resume(copy) {
      if (copy.length === 0) return false
      // Without a hash nothing would tell that the rest belongs to another version.
      if (!checksum || copy.length > bytes) {
        await copy.truncate()
        return false
      }
      for await (const chunk of slices(await copy.content())) await take(chunk)
      return true
    },
    matches: () => hasher?.matches() ?? true,
  }
  return sink
}

/** The stored copy of a file that is being downloaded. It gives up, and says so, where the browser gives no space. */
type Copy = Awaited<ReturnType<typeof openCopy>>

async function openCopy(file: WantedFile, { store, folder, model }: Shelf, watch: FileWatch) {
  const { path, bytes = 0 } = file
  const record = { path, model, identity: identityOf(file), bytes, complete: false }
  let appender: Appender | undefined
  let length = 0

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      const failed = appender
      appender = undefined
      watch.onNotStored((error as Error).message)
      // Half a file is of no use, and the space may be.
      await failed?.close().catch(() => {})
      await store.remove(folder, path).catch(() => {})
    }
  }

  await attempt(async () => {
    const former = await store.record(folder, path)
    appender = await store.append(folder, path)
    if (former?.identity !== record.identity) await appender.truncate()
    await store.writeRecord(folder, record)
    length = appender.length
  })

  return {
    /** Bytes that were there at the start. */
    get length() {
      return appender ? length : 0
    },
    content: async () => (await store.read(folder, path)).slice(0, length),
    append: (chunk: Uint8Array<ArrayBuffer>) => attempt(async () => appender?.append(chunk)),
    truncate: () =>
      attempt(async () => {
        await appender?.truncate()
        length = 0
      }),
    /** The data first, and then the record that says it is whole. */
    finish: (total: number) =>
      attempt(async () => {
        if (!appender) return
        await appender.close()
        await store.writeRecord(folder, { ...record, bytes: total, complete: true })
        appender = undefined
      }),
    /** What is there stays for a later try. */
    async close() {
      await appender?.close().catch(() => {})
      appender = undefined
    },
  }
}

async function* slices(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < blob.size; at += SLICE) {
    yield new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer())
  }
}

function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  return locks ? (locks.request(name, work) as Promise<T>) : work()
}

function wrongHash({ path, url }: WantedFile): RerankError {
  return new RerankError('integrity_failed', `${path}: its SHA-256 is not the expected one`, {
    details: { url },
  })
}
