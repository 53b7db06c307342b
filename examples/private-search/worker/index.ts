import { expose } from 'comlink'
import type { Item, LibraryWorker, Progress } from '../shared/protocol.js'
import { keepsFiles, openMemory, openStorage, type Storage } from './database.js'
import { indexFiles } from './indexer.js'
import { pause } from './pace.js'
import { createStore, type Store } from './store.js'

const LOCK = 'private-search'

/** Milliseconds in which a tab that was closed or reloaded lets go. */
const PATIENCE = 2000

let storage: Storage | undefined
let store: Store | undefined
let running: AbortController | undefined
let staged: Item[] = []

const worker: LibraryWorker = {
  async open(force, onTaken) {
    const kept = await keepsFiles()
    // What is in memory is this tab's alone.
    if (kept && !(await own(force, onTaken))) return 'elsewhere'
    storage = await (kept ? openStorage() : openMemory())
    store = createStore(storage)
    return { ...store.collection(), kept }
  },
  stage(items) {
    // From here on `cancel()` is heard: handing over a large folder takes a while.
    running ??= new AbortController()
    staged.push(...items)
  },
  async index(onProgress, complete) {
    const items = staged
    staged = []
    running ??= new AbortController()
    const { signal } = running
    try {
      const report = (progress: Progress) => onProgress(progress)
      return await indexFiles(opened(), items, signal, report, complete)
    } finally {
      running = undefined
      void tidy()
    }
  },
  cancel() {
    running?.abort()
  },
  async search(query, limit, options) {
    return opened().search(query, limit, options)
  },
  async read(fileId, first, last) {
    return opened().read(fileId, first, last)
  },
  async unvectored(model) {
    return running ? undefined : opened().vectors.next(model)
  },
  async keepVectors(passages, data) {
    opened().vectors.keep(passages, data)
  },
  async files() {
    return opened().files()
  },
  async remove(fileId) {
    // A transaction of its own, which the one of reading must not be open for.
    if (running) throw new Error('files are being read')
    opened().removeById(fileId)
    void tidy()
    return opened().collection()
  },
  async deleteAll() {
    running?.abort()
    store?.close()
    store = undefined
    await storage?.remove()
    storage = undefined
  },
}

function opened(): Store {
  if (!store) throw new Error('the library is not open')
  return store
}

/** Joins the index's parts while nothing else is to be done: queries are faster afterwards. */
async function tidy() {
  while (store && !running && store.tidy()) await pause()
}

/** The lock of all tabs of this site; held for as long as this worker lives, or until another tab takes it. */
function own(force: boolean, onTaken: () => void): Promise<boolean> {
  return new Promise((resolve) => {
    let held = false
    const options: LockOptions = force ? { steal: true } : { signal: AbortSignal.timeout(PATIENCE) }
    navigator.locks
      .request(LOCK, options, () => {
        held = true
        resolve(true)
        return new Promise(() => {})
      })
      .catch(() => {
        if (!held) return resolve(false)
        running?.abort()
        store?.close()
        store = undefined
        storage?.close()
        storage = undefined
        onTaken()
      })
  })
}

expose(worker)
