// The package's own worker in a browser that stores less: each fault changes what the platform gives it.
const faults = {
  'no-opfs'() {
    delete FileSystemFileHandle.prototype.createSyncAccessHandle
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
  'full-cache'() {
    faults['no-opfs']()
    Cache.prototype.put = async () => {
      throw new DOMException('no space left', 'QuotaExceededError')
    }
  },
}

faults[new URL(import.meta.url).searchParams.get('fault')]?.()
await import('/dist/worker.js')
