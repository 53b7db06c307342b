import type { FileRecord, ModelStore } from './types.js'

const ROOT = 'webrerank'
const RECORD = '.record'

/** The part of a file's handle that only workers have, so the page's types do not know it. */
interface SyncAccess {
  createSyncAccessHandle(): Promise<{
    getSize(): number
    write(content: Uint8Array, options: { at: number }): number
    truncate(size: number): void
    flush(): void
    close(): void
  }>
}

/**
 * Models in the Origin Private File System, by synchronous handles: the one way to write there that every browser has,
 * and that goes on in the middle of a file.
 */
export async function createOpfsStore(): Promise<ModelStore | undefined> {
  const storage = (globalThis.navigator as { storage?: StorageManager } | undefined)?.storage
  // Old Safari can list files and cannot write them.
  if (!storage?.getDirectory || !globalThis.FileSystemFileHandle) return undefined
  if (isWorker() && !('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return undefined
  const origin = await storage.getDirectory().catch(() => undefined)
  if (!origin) return undefined
  const root = () => origin.getDirectoryHandle(ROOT, { create: true })
  const open = async (folder: string, create = false) => (await root()).getDirectoryHandle(folder, { create })
  const handleOf = async (folder: string, name: string) => {
    const file = await (await open(folder, true)).getFileHandle(name, { create: true })
    return (file as FileSystemFileHandle & SyncAccess).createSyncAccessHandle()
  }

  const readRecord = async (directory: FileSystemDirectoryHandle, name: string) => {
    const file = await (await directory.getFileHandle(name)).getFile()
    return JSON.parse(await file.text()) as FileRecord
  }

  const store: ModelStore = {
    kind: 'opfs',
    folders: async () => namesIn(await root()),
    async records(folder) {
      const directory = await open(folder)
      const names = (await namesIn(directory)).filter((name) => name.endsWith(RECORD))
      const records = await Promise.all(names.map((name) => readRecord(directory, name).catch(nothing)))
      return records.filter((record) => record !== undefined)
    },
    // A record that was half written is none.
    record: (folder, path) =>
      open(folder)
        .then((directory) => readRecord(directory, fileName(path) + RECORD))
        .catch(nothing),
    async read(folder, path) {
      return (await (await open(folder)).getFileHandle(fileName(path))).getFile()
    },
    async append(folder, path) {
      const handle = await handleOf(folder, fileName(path))
      let length = handle.getSize()
      return {
        get length() {
          return length
        },
        async append(chunk) {
          const written = handle.write(chunk, { at: length })
          // Some browsers write what fits and say how much that was.
          if (written < chunk.length) throw new DOMException('the disk is full', 'QuotaExceededError')
          length += written
        },
        async truncate() {
          handle.truncate(0)
          length = 0
        },
        async close() {
          handle.close()
        },
      }
    },
    async writeRecord(folder, record) {
      const handle = await handleOf(folder, fileName(record.path) + RECORD)
      try {
        handle.truncate(0)
        handle.write(new TextEncoder().encode(JSON.stringify(record)), { at: 0 })
        handle.flush()
      } finally {
        handle.close()
      }
    },
    async remove(folder, path) {
      const directory = await open(folder)
      // The record first: data without one counts as nothing.
      await directory.removeEntry(fileName(path) + RECORD).catch(nothing)
      await directory.removeEntry(fileName(path)).catch(nothing)
    },
    async removeFolder(folder) {
      await (await root()).removeEntry(folder, { recursive: true })
    },
  }
  return store
}

const fileName = encodeURIComponent
const nothing = () => undefined

async function namesIn(directory: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = []
  for await (const name of directory.keys()) names.push(name)
  return names
}

function isWorker(): boolean {
  return !('document' in globalThis)
}
