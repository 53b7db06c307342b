import init from '@sqlite.org/sqlite-wasm'
import { afterEach, expect, test, vi } from 'vitest'
import { SCHEMA } from './database.js'
import { indexFiles } from './indexer.js'
import { createStore } from './store.js'

// Node gives one port all its messages before it looks for anything else, where a browser takes turns.
vi.hoisted(() => {
  vi.stubGlobal(
    'MessageChannel',
    class {
      port1 = { onmessage() {} }
      port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) }
    },
  )
})

const sqlite = await init()

function open() {
  const database = new sqlite.oo1.DB(':memory:')
  database.exec(SCHEMA)
  const store = createStore({
    database,
    inTransaction: () => sqlite.capi.sqlite3_get_autocommit(database) === 0,
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

const fileOf = (path: string, text: string) => ({ path, file: new File([text], path, { lastModified: 1 }) })

/** Each paragraph a passage of its own. */
const longFile = (name: string, passages: number) =>
  fileOf(
    name,
    Array.from({ length: passages }, (_, i) => `Ship ${i} ${'sails the sea '.repeat(40)}`).join('\n\n'),
  )

/** A clock that shows a millisecond more each time that it is looked at. */
function tickingClock() {
  let time = 0
  vi.spyOn(performance, 'now').mockImplementation(() => time++)
}

/** A message that comes each time that messages are let in. */
function eachTurn(act: () => void): () => void {
  let turn = setImmediate(function again() {
    act()
    turn = setImmediate(again)
  })
  return () => clearImmediate(turn)
}

afterEach(() => {
  vi.restoreAllMocks()
})

test('a search is answered before the next few passages are stored, in the middle of a file too', async () => {
  const { store, stored } = open()
  tickingClock()
  const seen: { stored: number; found: number }[] = []
  const end = eachTurn(() => {
    seen.push({ stored: stored(), found: store.search('ship sea', 50).length })
  })
  const summary = await indexFiles(
    store,
    [longFile('a.txt', 200), longFile('b.txt', 800)],
    new AbortController().signal,
    () => {},
  )
  end()
  expect(summary).toMatchObject({ outcome: 'done', indexed: 2, collection: { files: 2, passages: 1000 } })
  const steps = seen.map((each, i) => each.stored - (seen[i - 1]?.stored ?? 0))
  expect(Math.max(...steps)).toBeLessThanOrEqual(60)
  expect(seen.filter(({ stored, found }) => stored > 60 && stored < 1000 && found === 0)).toEqual([])
  expect(seen.some(({ stored }) => stored > 200 && stored < 1000)).toBe(true)
})

test('a cancellation is heard while one long file is read, and nothing of it stays', async () => {
  const { store, stored } = open()
  tickingClock()
  const controller = new AbortController()
  const end = eachTurn(() => {
    if (stored() > 400) controller.abort()
  })
  const summary = await indexFiles(
    store,
    [longFile('a.txt', 300), longFile('b.txt', 2000)],
    controller.signal,
    () => {},
  )
  end()
  expect(summary).toMatchObject({ outcome: 'cancelled', indexed: 1, left: 1, problems: [] })
  expect(store.collection()).toMatchObject({ files: 1, passages: 300 })
  expect(stored()).toBe(300)
})

test('a file that ends in an error is not stored in part, and an older one of its name stays', async () => {
  const { store, stored } = open()
  const { signal } = new AbortController()
  const line = JSON.stringify({ text: 'the ship sails' })
  await indexFiles(store, [fileOf('a.jsonl', line)], signal, () => {})
  const broken = `${`${line}\n`.repeat(50)}{ "text": `
  const { problems } = await indexFiles(store, [fileOf('a.jsonl', broken)], signal, () => {})
  expect(problems).toEqual([
    { path: 'a.jsonl', reason: expect.stringContaining('not valid JSON in line 51') },
  ])
  expect(stored()).toBe(1)
  expect(store.search('ship', 5)).toHaveLength(1)
})

test('the index stays in few parts, each of which a search has to look into', async () => {
  const { store, parts } = open()
  const files = Array.from({ length: 20 }, (_, i) => longFile(`${i}.txt`, 250))
  await indexFiles(store, files, new AbortController().signal, () => {})
  expect(store.collection().passages).toBe(5000)
  expect(parts()).toBeLessThanOrEqual(10)
})
