import { RerankError } from '../../src/protocol/errors.js'
import { createHasher, type Hasher } from '../bytes/checksum.js'
import { type Content, slices } from '../bytes/content.js'
import { download } from './download.js'
import { createBuffer } from './memory-sink.js'
import type { Shelf } from './shelf.js'
import { createCopy } from './stored-sink.js'
import {
  type FileSink,
  type FileWatch,
  identityOf,
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
    const { store, folder } = shelf
    const record = await store.record(folder, file.path)
    if (record?.complete && record.identity === identityOf(file)) {
      const content = await store.read(folder, file.path)
      watch.onLength(content.size)
      if (content.size === record.bytes) return content
    }
    return fetchFile(file, shelf, patience, watch)
  })
}

async function fetchFile(
  file: WantedFile,
  shelf: Shelf | undefined,
  patience: Patience,
  watch: FileWatch,
): Promise<Content> {
  const target = shelf ? await createCopy(file, shelf, watch) : createBuffer(file.bytes)
  const sink = createVerifiedSink(file, target, watch)
  try {
    const found = await sink.resume()
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
    return await target.finish()
  } finally {
    await target.close()
  }
}

/** A file's sink and its hash as one. */
function createVerifiedSink(file: WantedFile, target: FileSink, watch: FileWatch) {
  const { checksum, bytes = 0 } = file
  let hasher: Hasher | undefined = checksum && createHasher(checksum, bytes)
  const sink: Sink & { resume(): Promise<boolean>; matches(): boolean } = {
    get length() {
      return target.length
    },
    async write(chunk) {
      hasher?.update(chunk)
      await target.write(chunk)
      watch.onLength(target.length)
    },
    async restart() {
      hasher = checksum && createHasher(checksum, bytes)
      await target.restart()
      watch.onLength(0)
    },
    /** Reads what is there of the file already. */
    async resume() {
      if (target.length === 0) return false
      // Without a hash nothing would tell that the rest belongs to another version.
      if (!hasher || target.length > bytes) {
        await target.restart()
        return false
      }
      for await (const chunk of slices(await target.content())) hasher.update(chunk)
      watch.onLength(target.length)
      return true
    },
    matches: () => hasher?.matches() ?? true,
  }
  return sink
}

function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = (globalThis.navigator as Partial<WorkerNavigator> | undefined)?.locks
  return locks ? (locks.request(name, work) as Promise<T>) : work()
}

function wrongHash({ path, url }: WantedFile): RerankError {
  return new RerankError('integrity_failed', `${path}: its SHA-256 is not the expected one`, {
    details: { url },
  })
}
