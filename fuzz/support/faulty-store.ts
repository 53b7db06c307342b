import type { Appender, FileRecord, ModelStore } from '../../src/models/storage/types.js'
import type { Shelf } from '../../worker/files/shelf.js'

/** What a store does with one write. */
export type Fault = 'none' | 'throws' | 'loses'

/** A store in memory whose writes fail as they are told to. */
export function createFaultyStore() {
  const data = new Map<string, number[]>()
  const records = new Map<string, FileRecord>()
  let faults: Fault[] = []
  const store = {
    kind: 'opfs',
    record: async (_: string, path: string) => records.get(path),
    writeRecord: async (_: string, record: FileRecord) => void records.set(record.path, record),
    read: async (_: string, path: string) => new Blob([Uint8Array.from(data.get(path) ?? [])]),
    remove: async (_: string, path: string) => {
      data.delete(path)
      records.delete(path)
    },
    append: async (_: string, path: string): Promise<Appender> => {
      const kept = data.get(path) ?? []
      data.set(path, kept)
      return {
        get length() {
          return kept.length
        },
        async append(chunk) {
          const fault = faults.shift() ?? 'none'
          if (fault === 'throws') throw new DOMException('no space', 'QuotaExceededError')
          for (const byte of fault === 'loses' ? chunk.subarray(0, chunk.length >> 1) : chunk) kept.push(byte)
        },
        async truncate() {
          kept.length = 0
        },
        async close() {},
      }
    },
  } as Partial<ModelStore> as ModelStore
  const shelf: Shelf = { store, folder: 'f', model: 'm' }
  return {
    shelf,
    fail(next: Fault[]) {
      faults = [...next]
    },
    complete: () => (records.get('file')?.complete ? Uint8Array.from(data.get('file') ?? []) : undefined),
  }
}
