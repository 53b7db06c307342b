import type { Appender } from '../../src/models/storage/types.js'
import { slices } from '../bytes/content.js'
import { createBuffer } from './memory-sink.js'
import type { Shelf } from './shelf.js'
import { modifiedOf } from './stored-file.js'
import { type FileSink, type FileWatch, identityOf, LostCopy, type WantedFile } from './types.js'

/**
 * Puts a file that is being downloaded into the store. Where the browser gives no space, it says so, takes what is
 * there into memory and goes on there.
 */
export async function createCopy(
  file: WantedFile,
  { store, folder, model }: Shelf,
  watch: FileWatch,
): Promise<FileSink> {
  const { path, bytes = 0 } = file
  const record = { path, model, identity: identityOf(file), bytes, complete: false }
  let memory: FileSink | undefined
  let appender: Appender | undefined
  let length = 0

  /** Does something with the store; or, once it refused, with memory. */
  const attempt = async <T>(
    kept: () => Promise<T>,
    inMemory: (memory: FileSink) => Promise<T>,
  ): Promise<T> => {
    if (memory) return inMemory(memory)
    try {
      return await kept()
    } catch (error) {
      if (error instanceof LostCopy) throw error
      watch.onNotStored((error as Error).message)
      memory = await rescue()
      return inMemory(memory)
    }
  }
  /** What was stored, in memory: half a file in the store is of no use, and its space may be. */
  const rescue = async (): Promise<FileSink> => {
    const buffer = createBuffer(file.bytes)
    await appender?.close().catch(() => {})
    appender = undefined
    const stored = length > 0 ? await store.read(folder, path).catch(() => new Blob()) : new Blob()
    for await (const part of slices(stored.slice(0, length))) await buffer.write(part)
    await store.remove(folder, path).catch(() => {})
    if (buffer.length !== length) throw lost(buffer.length)
    return buffer
  }
  const lost = (kept: number) => new LostCopy(`the browser kept ${kept} of ${length} bytes of ${path}`)
  const open = async () => {
    const former = await store.record(folder, path)
    appender = await store.append(folder, path)
    if (former?.identity !== record.identity) await appender.truncate()
    await store.writeRecord(folder, record)
    length = appender.length
  }
  await attempt(open, async () => {})

  return {
    get length() {
      return memory ? memory.length : length
    },
    write: (chunk) =>
      attempt(
        async () => {
          await appender!.append(chunk)
          length += chunk.length
        },
        (memory) => memory.write(chunk),
      ),
    restart: () =>
      attempt(
        async () => {
          await appender!.truncate()
          length = 0
        },
        (memory) => memory.restart(),
      ),
    content: () =>
      attempt(
        async () => (await store.read(folder, path)).slice(0, length),
        (memory) => memory.content(),
      ),
    /** The data first, which is looked at, and then the record that says it is whole. */
    finish: (checksum) =>
      attempt(
        async () => {
          await appender!.close()
          appender = undefined
          const content = await store.read(folder, path)
          if (content.size !== length) {
            await store.remove(folder, path).catch(() => {})
            throw lost(content.size)
          }
          const complete = { ...record, bytes: length, complete: true, checksum, ...modifiedOf(content) }
          await store.writeRecord(folder, complete)
          return content
        },
        (memory) => memory.finish(checksum),
      ),
    async close() {
      await appender?.close().catch(() => {})
      appender = undefined
    },
  }
}
