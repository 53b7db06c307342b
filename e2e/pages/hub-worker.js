// The package's own worker in a browser that stores less: each fault changes what the platform gives it.
const faults = {
  'no-opfs'() {
    delete FileSystemFileHandle.prototype.createSyncAccessHandle
  },
  /** The method is there, and the browser's file system does not support it. */
  'no-handles'() {
    FileSystemFileHandle.prototype.createSyncAccessHandle = async () => {
      throw new DOMException('Backend does not support this operation', 'NotSupportedError')
    }
  },
  'no-storage'() {
    delete FileSystemFileHandle.prototype.createSyncAccessHandle
    Object.defineProperty(globalThis, 'caches', { value: undefined })
  },
  /** The disk is full after so many bytes of a file. */
  full() {
    const { write } = FileSystemSyncAccessHandle.prototype
    FileSystemSyncAccessHandle.prototype.write = function (chunk, { at }) {
      if (at + chunk.length > 20_000) throw new DOMException('no space left', 'QuotaExceededError')
      return write.call(this, chunk, { at })
    }
  },
  /** What a private window of Chromium answers where nothing fits. */
  'impossible-writes'() {
    const { write } = FileSystemSyncAccessHandle.prototype
    FileSystemSyncAccessHandle.prototype.write = function (chunk, { at }) {
      return at + chunk.length > 20_000 ? 4294967288 : write.call(this, chunk, { at })
    }
  },
  /** It says that it wrote all, and wrote less. */
  lossy() {
    const { write } = FileSystemSyncAccessHandle.prototype
    FileSystemSyncAccessHandle.prototype.write = function (chunk, { at }) {
      if (at + chunk.length > 20_000) write.call(this, chunk.subarray(0, chunk.length >> 1), { at })
      else write.call(this, chunk, { at })
      return chunk.length
    }
  },
  'full-cache'() {
    faults['no-opfs']()
    Cache.prototype.put = async () => {
      throw new DOMException('no space left', 'QuotaExceededError')
    }
  },
}

faults[new URL(import.meta.url).searchParams.get('fault')]?.()
await import('/dist/worker.js')
