import { proxy, type Remote, releaseProxy, wrap } from 'comlink'
import type {
  Collection,
  Found,
  KeptFile,
  LibraryWorker,
  OpenedCollection,
  Passage,
  Progress,
  SearchOptions,
  Summary,
  Unvectored,
  VectorModel,
} from '../shared/protocol.js'
import type { Gathered } from './gather.js'

/** The page's side of the worker that reads, stores and searches. */
export interface Library {
  /** @returns `elsewhere` where another tab has the library; `force` takes it over */
  open(force?: boolean): Promise<OpenedCollection | 'elsewhere'>
  add(gathered: Gathered, onProgress: (progress: Progress) => void): Promise<Summary>
  /** Ends `add()` soon. What was stored stays. */
  cancel(): void
  search(query: string, limit: number, options: SearchOptions): Promise<Found[]>
  read(fileId: number, first: number, last: number): Promise<{ passages: Passage[]; total: number }>
  /** Passages that have no vector yet; `undefined` where all have one, and while files are read. */
  unvectored(model: VectorModel): Promise<Unvectored | undefined>
  keepVectors(passages: Unvectored, data: Int8Array): Promise<void>
  /** All files, by path. */
  files(): Promise<KeptFile[]>
  remove(fileId: number): Promise<Collection>
  /** Deletes all and opens an empty library. */
  deleteAll(): Promise<void>
}

/** @param onTaken told when another tab took the library over */
export function createLibrary(onTaken: () => void): Library {
  let { worker, remote } = spawn()
  let stopped = false

  return {
    open: (force = false) => remote.open(force, proxy(onTaken)),
    async add({ parts, complete }, onProgress) {
      stopped = false
      for await (const items of parts) {
        await remote.stage(items)
        if (!stopped) continue
        // The worker knows of something to end only from now on.
        await remote.cancel()
        break
      }
      return remote.index(proxy(onProgress), complete)
    },
    cancel() {
      stopped = true
      void remote.cancel()
    },
    search: (query, limit, options) => remote.search(query, limit, options),
    read: (fileId, first, last) => remote.read(fileId, first, last),
    unvectored: (model) => remote.unvectored(model),
    keepVectors: (passages, data) => remote.keepVectors(passages, data),
    files: () => remote.files(),
    remove: (fileId) => remote.remove(fileId),
    async deleteAll() {
      await remote.deleteAll()
      remote[releaseProxy]()
      worker.terminate()
      ;({ worker, remote } = spawn())
      await remote.open(true, proxy(onTaken))
    },
  }
}

function spawn(): { worker: Worker; remote: Remote<LibraryWorker> } {
  const worker = new Worker(new URL('../worker/index.ts', import.meta.url), { type: 'module' })
  return { worker, remote: wrap<LibraryWorker>(worker) }
}
