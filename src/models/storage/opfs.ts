import { type ModelStore, readRecord } from './types.js'

const ROOT = 'webrerank'
const RECORD = '.record'

/** The part of a file's handle that only workers have, so the page's types do not know it. */
interface SyncAccess {
  createSyncAccessHandle(): Promise<SyncHandle>
}

interface SyncHandle {
  getSize(): number
  write(content: Uint8Array, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
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
  if (!origin || (isWorker() && !(await hasHandles(origin)))) return undefined
  const root = () => origin.getDirectoryHandle(ROOT, { create: true })
  const open = async (folder: string, create = false) => (await root()).getDirectoryHandle(folder, { create })
  const handleOf = async (folder: string, name: string) => {
    const file = await (await open(folder, true)).getFileHandle(name, { create: true })
    return (file as FileSystemFileHandle & SyncAccess).createSyncAccessHandle()
  }

  const recordIn = async (directory: FileSystemDirectoryHandle, name: string) =>
    readRecord(await (await (await directory.getFileHandle(name)).getFile()).text())

  const store: ModelStore = {
    kind: 'opfs',
    folders: async () => namesIn(await root()),
    async records(folder) {
      const directory = await open(folder)
      const names = (await namesIn(directory)).filter((name) => name.endsWith(RECORD))
      const records = await Promise.all(names.map((name) => recordIn(directory, name).catch(nothing)))
      return records.filter((record) => record !== undefined)
    },
    record: (folder, path) =>
      open(folder)
        .then((directory) => recordIn(directory, fileName(path) + RECORD))
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
          write(handle, chunk, length)
          length += chunk.length
        },
        async truncate() {
          handle.truncate(0)
          length = 0
        },
        async close() {
          try {
            handle.flush()
          } finally {
            handle.close()
          }
        },
      }
    },
    async writeRecord(folder, record) {
      const handle = await handleOf(folder, fileName(record.path) + RECORD)
      try {
        handle.truncate(0)
        write(handle, new TextEncoder().encode(JSON.stringify(record)), 0)
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

/**
 * Some browsers write what fits and answer how much that was; a private window of Chromium answers 4294967288 where
 * nothing fits.
 * @throws DOMException `QuotaExceededError`
 */
function write(handle: SyncHandle, bytes: Uint8Array, at: number): void {
  if (handle.write(bytes, { at }) !== bytes.length)
    throw new DOMException('there is no space left', 'QuotaExceededError')
}

/** Whether a file can be opened: WebKitGTK has the method, and its file system does not support it. */
async function hasHandles(origin: FileSystemDirectoryHandle): Promise<boolean> {
  // A name of its own: a file that could not be opened stays locked there.
  const name = `webrerank-probe-${crypto.randomUUID()}`
  try {
    const file = await origin.getFileHandle(name, { create: true })
    const handle = await (file as FileSystemFileHandle & SyncAccess).createSyncAccessHandle()
    handle.close()
    return true
  } catch (error) {
    // Any other refusal passes: the disk may be full.
    return (error as Error).name !== 'NotSupportedError'
  } finally {
    await origin.removeEntry(name).catch(nothing)
  }
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
