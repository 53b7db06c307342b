import { RerankError } from '../../src/protocol/errors.js'
import { type Checksum, createHasher, type Hasher } from '../bytes/checksum.js'
import { type Content, slices } from '../bytes/content.js'
import { download } from './download.js'
import { createBuffer } from './memory-sink.js'
import type { Shelf } from './shelf.js'
import { intactContent } from './stored-file.js'
import { createCopy } from './stored-sink.js'
import {
  type FileSink,
  type FileWatch,
  identityOf,
  LostCopy,
  type Patience,
  type Sink,
  type WantedFile,
} from './types.js'

/**
 * Gives a file's content: downloaded parts go to the store and into the hash at once, and into memory only where the
 * browser keeps nothing. What an earlier visit left is downloaded no more. Nothing counts as stored before it was verified.
 * @throws RerankError those of {@link download}, and `integrity_failed` for a wrong hash
 */
export async function obtainFile(
  file: WantedFile,
  shelf: Shelf | undefined,
  patience: Patience,
  watch: FileWatch,
): Promise<Content> {
  if (!shelf) return fetchFile(file, undefined, patience, watch)
  // Another tab that downloads the same file is waited for, and then there is nothing left to do.
  return withLock(`webrerank ${shelf.folder} ${file.path}`, async () => {
    const record = await shelf.store.record(shelf.folder, file.path)
    const content = record?.identity === identityOf(file) ? await intactContent(shelf, record) : undefined
    if (!content) return fetchFile(file, shelf, patience, watch)
    watch.onLength(content.size)
    return content
  })
}

async function fetchFile(
  file: WantedFile,
  shelf: Shelf | undefined,
  patience: Patience,
  watch: FileWatch,
): Promise<Content> {
  if (!shelf) return fetchTo(createBuffer(file.bytes), file, patience, watch)
  try {
    return await fetchTo(await createCopy(file, shelf, watch), file, patience, watch)
  } catch (error) {
    if (!(error instanceof LostCopy)) throw error
    watch.onNotStored(error.message)
    return fetchTo(createBuffer(file.bytes), file, patience, watch)
  }
}

async function fetchTo(
  target: FileSink,
  file: WantedFile,
  patience: Patience,
  watch: FileWatch,
): Promise<Content> {
  const sink = createVerifiedSink(file, target, watch)
  const remote = { ...file, hashed: file.checksum !== undefined }
  try {
    const found = await sink.resume()
    await download(remote, sink, patience)
    let checksum = sink.checksum()
    if (found && !matches(file, checksum)) {
      // What was found may have been another file's: once more, from the start.
      await sink.restart()
      await download(remote, sink, patience)
      checksum = sink.checksum()
    }
    if (matches(file, checksum)) return await target.finish(checksum)
    await sink.restart()
    throw wrongHash(file)
  } finally {
    await target.close()
  }
}

/** A file's sink and its hash as one. */
function createVerifiedSink(file: WantedFile, target: FileSink, watch: FileWatch) {
  const { bytes = 0 } = file
  // A file whose source tells no hash has one of its own, by which its copy can be verified later.
  const kind = file.checksum?.kind ?? 'sha256'
  let hasher: Hasher = createHasher(kind, bytes)
  const sink: Sink & { resume(): Promise<boolean>; checksum(): Checksum } = {
    get length() {
      return target.length
    },
    async write(chunk) {
      hasher.update(chunk)
      await target.write(chunk)
      watch.onLength(target.length)
    },
    async restart() {
      hasher = createHasher(kind, bytes)
      await target.restart()
      watch.onLength(0)
    },
    /** Reads what is there of the file already. */
    async resume() {
      if (target.length === 0) return false
      // Without a hash nothing would tell that the rest belongs to another version.
      if (!file.checksum || target.length > bytes) {
        await target.restart()
        return false
      }
      for await (const chunk of slices(await target.content())) hasher.update(chunk)
      watch.onLength(target.length)
      return true
    },
    checksum: () => hasher.checksum(),
  }
  return sink
}

function matches({ checksum }: WantedFile, { hex }: Checksum): boolean {
  return checksum === undefined || checksum.hex === hex
}

function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = (globalThis.navigator as Partial<WorkerNavigator> | undefined)?.locks
  return locks ? (locks.request(name, work) as Promise<T>) : work()
}

function wrongHash({ path, url }: WantedFile): RerankError {
  return new RerankError('integrity_failed', `${path}: its SHA-256 does not match`, {
    details: { url },
  })
}
