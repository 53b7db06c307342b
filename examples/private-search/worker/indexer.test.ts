import { afterEach, expect, test, vi } from 'vitest'
import { fileOf, indexFiles, open } from './testing.js'

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

test('the index stays in few parts, each of which a search has to look into', async () => {
  const { store, parts } = open()
  const files = Array.from({ length: 20 }, (_, i) => longFile(`${i}.txt`, 250))
  await indexFiles(store, files, new AbortController().signal, () => {})
  expect(store.collection().passages).toBe(5000)
  expect(parts()).toBeLessThanOrEqual(10)
})
