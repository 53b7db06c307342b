import init from '@sqlite.org/sqlite-wasm'
import type { Item } from '../shared/protocol.js'
import { isInTransaction, SCHEMA } from './database.js'
import { createStore, type Store } from './store.js'

// Node gives one port all its messages before it looks for anything else, where a browser takes turns. Before the indexer is
// loaded, which takes a port at once.
globalThis.MessageChannel = class {
  port1 = { onmessage() {} }
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) }
} as unknown as typeof MessageChannel

export const { indexFiles } = await import('./indexer.js')

const sqlite = await init()

/** An empty library in memory. */
export function open() {
  const database = new sqlite.oo1.DB(':memory:')
  database.exec(SCHEMA)
  const store = createStore({
    database,
    inTransaction: () => isInTransaction(sqlite.capi, database),
    close: () => database.close(),
    remove: async () => database.close(),
  })
  const count = (sql: string) => Number(database.selectValue(sql))
  return {
    store,
    stored: () => count('SELECT count(*) FROM passage'),
    parts: () => count('SELECT count(DISTINCT segid) FROM word_idx'),
  }
}

export const fileOf = (path: string, text: string): Item => ({
  path,
  file: new File([text], path, { lastModified: 1 }),
})

export const index = (store: Store, items: Item[], complete: string[] = []) =>
  indexFiles(store, items, new AbortController().signal, () => {}, complete)
