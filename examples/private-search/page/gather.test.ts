import { expect, test } from 'vitest'
import type { Item } from '../shared/protocol.js'
import { foldersOf } from './filter-view.js'
import { freeName } from './folders.js'
import { type Gathered, itemsOf, itemsOfFolders, itemsOfInput } from './gather.js'

async function all({ parts }: Gathered): Promise<Item[]> {
  const items: Item[] = []
  for await (const part of parts) items.push(...part)
  return items
}

const chosen = (path: string) =>
  Object.defineProperty(new File(['x'], path.split('/').at(-1)!), 'webkitRelativePath', {
    value: path.includes('/') ? path : '',
  })

test('a file whose folder is not known is marked; folders of programs are left out, and named', async () => {
  const gathered = itemsOfInput(
    ['a.txt', 'n/.env', 'n/.git/x', 'n/.git/y/z', 'n/node_modules/m', 'n/.DS_Store'].map(chosen),
  )
  expect((await all(gathered)).map(({ path, loose }) => [path, loose])).toEqual([
    ['a.txt', true],
    ['n/.env', false],
  ])
  expect(gathered.leftOut).toEqual(['n/.git', 'n/node_modules'])
  expect(gathered.complete).toEqual([])
})

const refuse = () => {
  throw new Error('not permitted')
}

/** A folder of texts, in which a broken one cannot be read. */
function folderOf(name: string, entries: Record<string, string | 'broken'>): FileSystemDirectoryHandle {
  return {
    kind: 'directory',
    name,
    async *values() {
      for (const [name, text] of Object.entries(entries)) {
        if (text === 'broken') yield { kind: 'directory', name, values: refuse }
        else yield { kind: 'file', name, getFile: async () => new File([text], name) }
      }
    },
  } as unknown as FileSystemDirectoryHandle
}

test('a folder is complete where all of it was read', async () => {
  const gathered = itemsOfFolders([
    { label: 'a', handle: folderOf('a', { '1.txt': 'x' }) },
    { label: 'b (2)', handle: folderOf('b', { '1.txt': 'x', inner: 'broken', '2.txt': 'y' }) },
  ])
  expect((await all(gathered)).map(({ path, source, problem }) => [path, source, Boolean(problem)])).toEqual([
    ['a/1.txt', 'a', false],
    ['b (2)/1.txt', 'b (2)', false],
    ['b (2)/inner', undefined, true],
    ['b (2)/2.txt', 'b (2)', false],
  ])
  expect(gathered.complete).toEqual(['a'])
})

test('many files come in parts', async () => {
  const items = Array.from({ length: 250 }, (_, i) => ({ path: `${i}`, file: new File([], `${i}`) }))
  const sizes: number[] = []
  for await (const part of itemsOf(Promise.resolve(items)).parts) sizes.push(part.length)
  expect(sizes).toEqual([100, 100, 50])
})

test('folders of a path, and names that are free', () => {
  expect(foldersOf('a/b/c.txt')).toEqual(['a', 'a/b'])
  expect(foldersOf('c.txt')).toEqual([])
  expect(freeName('notes', new Set(['notes', 'notes (2)']))).toBe('notes (3)')
})
