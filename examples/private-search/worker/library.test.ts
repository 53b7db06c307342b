import { expect, test, vi } from 'vitest'
import type { SearchOptions, Unvectored } from '../shared/protocol.js'
import type { Store } from './store.js'
import { fileOf, index, open } from './testing.js'

test('a file that ends in an error is not stored in part, and an older one of its name stays', async () => {
  const { store, stored } = open()
  await index(store, [fileOf('a.txt', 'the ship sails')])
  const { problems } = await index(store, [fileOf('a.txt', 'PK\x03\x04 the ship')])
  expect(problems).toEqual([{ path: 'a.txt', reason: expect.stringContaining('damaged') }])
  expect(stored()).toBe(1)
  expect(store.search('ship', 5)).toHaveLength(1)
})

test('a JSON of any depth stops nothing: the files beside it are kept', async () => {
  const { store } = open()
  const deep = `${'['.repeat(2500)}${']'.repeat(2500)}`
  const { indexed, problems } = await index(store, [
    fileOf('good.txt', 'the ship'),
    fileOf('deep.json', deep),
    fileOf('good2.txt', 'the ship'),
  ])
  expect(indexed).toBe(2)
  expect(problems).toEqual([{ path: 'deep.json', reason: 'no text found' }])
  expect(store.search('ship', 5)).toHaveLength(2)
})

test('a mistake in a reader is a problem with that file alone', async () => {
  const { store } = open()
  vi.spyOn(crypto.subtle, 'digest').mockRejectedValueOnce(new Error('a mistake'))
  const { indexed, problems } = await index(store, [
    fileOf('broken.txt', 'x'),
    fileOf('good.txt', 'the ship'),
  ])
  expect(indexed).toBe(1)
  expect(problems).toEqual([{ path: 'broken.txt', reason: 'could not be read (a mistake)' }])
})

test('files of one name from two folders are two files; the same path read again replaces', async () => {
  const { store } = open()
  await index(store, [fileOf('a/notes.txt', 'the ship'), fileOf('b/notes.txt', 'the sea')])
  expect(store.files().map(({ path }) => path)).toEqual(['a/notes.txt', 'b/notes.txt'])
  const told = await index(store, [fileOf('a/notes.txt', 'the harbour')])
  expect(told).toMatchObject({ indexed: 1, replaced: 1, collection: { files: 2 } })
  expect(store.search('ship', 5)).toEqual([])
})

test('of files whose folder is not known, content tells the same from another', async () => {
  const { store } = open()
  const loose = (text: string) => ({ ...fileOf('notes.txt', text), loose: true })
  // Of one name, size and time, at once and later.
  expect(await index(store, [loose('the ship'), loose('the crew')])).toMatchObject({
    indexed: 2,
    renamed: [{ path: 'notes.txt', reason: 'notes (2).txt' }],
  })
  expect(await index(store, [loose('the mast')])).toMatchObject({
    indexed: 1,
    renamed: [{ path: 'notes.txt', reason: 'notes (3).txt' }],
  })
  expect(await index(store, [loose('the crew'), loose('the ship')])).toMatchObject({
    indexed: 0,
    unchanged: 2,
  })
  for (const word of ['ship', 'crew', 'mast']) expect(store.search(word, 5)).toHaveLength(1)
})

test('a folder read again: what has changed is read, what is gone is removed, and nothing of others', async () => {
  const { store } = open()
  const from = (path: string, text: string) => ({ ...fileOf(path, text), source: 'a' })
  await index(store, [from('a/1.txt', 'one'), from('a/2.txt', 'two'), fileOf('a/other.txt', 'other')], ['a'])
  const told = await index(store, [from('a/1.txt', 'one'), from('a/3.txt', 'three')], ['a'])
  expect(told).toMatchObject({ indexed: 1, unchanged: 1, removed: 1 })
  expect(store.files().map(({ path }) => path)).toEqual(['a/1.txt', 'a/3.txt', 'a/other.txt'])
})

test('a folder that could not be read as a whole loses nothing', async () => {
  const { store } = open()
  const from = (path: string, text: string) => ({ ...fileOf(path, text), source: 'a' })
  await index(store, [from('a/1.txt', 'one'), from('a/2.txt', 'two')], ['a'])
  const unread = { ...from('a/1.txt', 'one'), problem: 'not permitted' }
  expect(await index(store, [unread])).toMatchObject({ removed: 0, problems: [{ reason: 'not permitted' }] })
  expect(store.collection().files).toBe(2)
})

test('names of files and folders, titles, front matter and names in JSON are searched', async () => {
  const { store } = open()
  await index(store, [
    fileOf('home/wifi.txt', 'the password is 1234'),
    fileOf('page.html', '<title>Lighthouse</title><p>text'),
    fileOf('note.md', '---\ntags: [harbour]\n---\ntext'),
    fileOf('settings.json', '{"router": {"secret": "abcd"}}'),
    fileOf('only.html', '<title>Just a title</title>'),
  ])
  const first = (query: string) => store.search(query, 5)[0]?.path
  expect(first('wifi password')).toBe('home/wifi.txt')
  expect(first('home')).toBe('home/wifi.txt')
  expect(first('lighthouse')).toBe('page.html')
  expect(first('harbour')).toBe('note.md')
  expect(first('router')).toBe('settings.json')
  expect(first('just a title')).toBe('only.html')
})

test('what is written in another way is found, and shown as it is', async () => {
  const { store } = open()
  const text = 'Die Ver\u00adsicherung, a war\u2010\nranty, 这台洗衣机的保修\n期是两年, الضَّمَان, हिन्दी भाषा.'
  await index(store, [fileOf('a.txt', text)])
  for (const query of ['Versicherung', 'warranty', '保修期', 'الضمان', 'الضَّمَان', 'हिन्दी']) {
    expect(store.search(query, 5), query).toHaveLength(1)
  }
  expect(store.search('भाष', 5)[0]?.text).toBe(text)
})

test('searches one type, one folder, or both', async () => {
  const { store } = open()
  await index(store, [
    fileOf('a/1.txt', 'the ship'),
    fileOf('a/2.html', '<p>the ship'),
    fileOf('ab/3.txt', 'the ship'),
  ])
  const paths = (type: string, folder: string) =>
    store
      .search('ship', 5, { type, folder })
      .map(({ path }) => path)
      .sort()
  expect(paths('', 'a')).toEqual(['a/1.txt', 'a/2.html'])
  expect(paths('Text', '')).toEqual(['a/1.txt', 'ab/3.txt'])
  expect(paths('Web page', 'a')).toEqual(['a/2.html'])
})

test('removes one file with all its words', async () => {
  const { store, stored } = open()
  await index(store, [fileOf('a.txt', 'the ship'), fileOf('b.txt', 'the sea')])
  store.removeById(store.files()[0]!.id)
  expect(store.search('ship', 5)).toEqual([])
  expect(store.files()).toMatchObject([{ path: 'b.txt', type: 'Text', passages: 1, note: '' }])
  expect(stored()).toBe(1)
})

test('what of a file was not read is told with the file', async () => {
  const { store } = open()
  const told = await index(store, [fileOf('a.json', '{"a": "the ship", broken')])
  expect(told.partial).toEqual([{ path: 'a.json', reason: expect.stringContaining('not valid JSON') }])
  expect(store.files()[0]!.note).toContain('not valid JSON')
})

test("finds words that an answer may use in place of the question's, after those with its own", async () => {
  const { store } = open()
  await index(store, [
    fileOf('a.txt', 'A refund is sent by post.'),
    fileOf('b.txt', 'The money goes back to the buyer.'),
    fileOf('c.txt', 'The ship sails.'),
  ])
  const words = [
    { word: 'refund', forms: ['refunds'], weight: 1 },
    { word: 'money', forms: [], weight: 0.3 },
  ]
  expect(store.search('refund', 5).map(({ path }) => path)).toEqual(['a.txt'])
  const found = store.search('refund', 5, { words })
  expect(found.map(({ path }) => path)).toEqual(['a.txt', 'b.txt'])
  expect(found[0]!.score).toBeGreaterThan(found[1]!.score!)
})

test('counts a word in a name, a title or a heading more than one in the text', async () => {
  const { store } = open()
  await index(store, [
    fileOf('a.md', 'The boiler stands in the hall, and beside it the coats of all.'),
    fileOf('b.md', '# Boiler\n\nIt stands in the hall, and beside it the coats of all.'),
    fileOf('boiler.md', 'It stands in the hall, and beside it the coats of all, and boots.'),
  ])
  expect(store.search('boiler', 5).map(({ path }) => path)).toEqual(['boiler.md', 'b.md', 'a.md'])
})

test('each passage of a file is found by the name of the file', async () => {
  const { store } = open()
  await index(store, [
    fileOf('home/boiler.md', '# One\n\nIt hums.\n\n# Two\n\nError 28: no flame.'),
    fileOf('home/kettle.md', '# Two\n\nError 28: no water.'),
  ])
  expect(store.search('boiler error', 5)[0]).toMatchObject({ heading: 'Two', path: 'home/boiler.md' })
})

test('gives all passages of a small collection, those that have no word of the question last', async () => {
  const { store } = open()
  await index(store, [
    fileOf('a/1.txt', 'the sea'),
    fileOf('a/2.txt', 'the ship'),
    fileOf('b/3.txt', 'the harbour'),
  ])
  const all = store.search('ship', 1, { everything: 3 })
  expect(all.map(({ path }) => path)).toEqual(['a/2.txt', 'a/1.txt', 'b/3.txt'])
  expect(all.map(({ score }) => score !== null)).toEqual([true, false, false])
  expect(store.search('ship', 5, { everything: 2 })).toHaveLength(1)
  // Of a filter, what is within it counts.
  expect(store.search('ship', 5, { everything: 2, folder: 'a' })).toHaveLength(2)
})

test('gives nothing where no passage has a word of the question, or one related to it', async () => {
  const { store } = open()
  await index(store, [fileOf('a.txt', 'the ship')])
  const words = [{ word: 'qwertz', forms: [], weight: 1 }]
  expect(store.search('qwertz', 5, { words, everything: 300 })).toEqual([])
})

const model = { version: 3 }
/** One direction for what is about money, another for all else. */
const vectorsOf = (texts: readonly string[]) =>
  Int8Array.from(texts.flatMap((text) => (/rent|deposit/.test(text) ? [9, 1] : [0, 9])))

function makeVectors(store: Store) {
  const parts: Unvectored[] = []
  for (let next = store.vectors.next(model); next; next = store.vectors.next(model)) {
    parts.push(next)
    store.vectors.keep(next, vectorsOf(next.texts))
  }
  return parts
}

test('passages that are alike in meaning stand among those with the words, in one type and folder too', async () => {
  const { store } = open()
  await index(store, [
    fileOf('a/one.txt', 'The deposit comes back.'),
    fileOf('b/two.md', 'Your rent is due.'),
    fileOf('b/three.txt', 'Money grows on trees.'),
  ])
  const parts = makeVectors(store)
  expect(parts.map(({ first, texts }) => [first, texts.length])).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ])
  const vector = Int8Array.of(5, 0)
  const search = (options: SearchOptions) =>
    store.search('money', 10, options).map(({ path, score }) => [path, score !== null])
  expect(search({})).toEqual([['b/three.txt', true]])
  expect(search({ vector })).toEqual([
    ['b/three.txt', true],
    ['a/one.txt', false],
    ['b/two.md', false],
  ])
  expect(search({ vector, folder: 'b' })).toEqual([
    ['b/three.txt', true],
    ['b/two.md', false],
  ])
})

test('vectors go with their file, come for a new one, and are made anew for another model', async () => {
  const { store } = open()
  await index(store, [fileOf('a.txt', 'The deposit.'), fileOf('b.txt', 'The rent.')])
  makeVectors(store)
  const late = { fileId: 1, first: 0, texts: ['The deposit.'] }
  store.vectors.keep(late, Int8Array.of(0, 9))
  const find = () => store.search('x', 10, { vector: Int8Array.of(5, 0) }).map(({ path }) => path)
  expect(find()).toEqual(['a.txt', 'b.txt'])
  store.remove('a.txt')
  expect(find()).toEqual(['b.txt'])
  await index(store, [fileOf('c.txt', 'The rent again.')])
  expect(makeVectors(store)).toHaveLength(1)
  expect(store.vectors.next({ version: 4 })).toMatchObject({ first: 0 })
  expect(find()).toEqual([])
})

test('a long file gets its vectors in parts', async () => {
  const { store } = open()
  const text = Array.from({ length: 500 }, (_, i) => `${'A sentence of the book. '.repeat(30)}${i}`).join(
    '\n\n',
  )
  await index(store, [fileOf('book.txt', text)])
  const parts = makeVectors(store)
  expect(parts.length).toBeGreaterThan(1)
  const sizes = parts.map(({ texts }) => texts.length)
  expect(parts.map(({ first }) => first)).toEqual(
    sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0)),
  )
  expect(sizes.reduce((a, b) => a + b, 0)).toBe(store.collection().passages)
})
