import { expect, test } from 'vitest'
import type { FileRecord, ModelStore } from '../../src/models/storage/types.js'
import { checksumOf } from '../bytes/checksum.js'
import { bytesOfContent, type Content } from '../bytes/content.js'
import { intactContent, removeFaulty } from './stored-file.js'
import { createCopy } from './stored-sink.js'
import { LostCopy } from './types.js'

/** A store with room for so many bytes. */
function createStore(room: number) {
  let kept: number[] = []
  const records = new Map<string, FileRecord>()
  const store = {
    record: async (_: string, path: string) => records.get(path),
    writeRecord: async (_: string, record: FileRecord) => void records.set(record.path, record),
    read: async () => new Blob([Uint8Array.from(kept)]),
    remove: async (_: string, path: string) => {
      kept = []
      records.delete(path)
    },
    append: async () => ({
      get length() {
        return kept.length
      },
      async append(chunk: Uint8Array) {
        if (kept.length + chunk.length > room)
          throw new DOMException('the disk is full', 'QuotaExceededError')
        kept.push(...chunk)
      },
      async truncate() {
        kept = []
      },
      async close() {},
    }),
  } as Partial<ModelStore> as ModelStore
  return { shelf: { store, folder: 'f', model: 'm' }, records, kept: () => kept }
}

const CHECKSUM = { kind: 'sha256', hex: 'ab' } as const
const FILE = { path: 'p', url: 'u', bytes: 9, checksum: { kind: 'sha256', hex: 'ab' } } as const
const chunk = (...bytes: number[]) => Uint8Array.from(bytes)
const numbers = async (content: Content) => [...(await bytesOfContent(content))]

test('a file that fits is stored, and read from there', async () => {
  const { shelf, records } = createStore(100)
  const copy = await createCopy(FILE, shelf, { onLength() {}, onNotStored: expect.unreachable })
  await copy.write(chunk(1, 2, 3))
  await copy.write(chunk(4))
  expect(records.get('p')!.complete).toBe(false)
  const content = await copy.finish(CHECKSUM)
  expect(content).toBeInstanceOf(Blob)
  expect(await numbers(content)).toEqual([1, 2, 3, 4])
  expect(records.get('p')).toMatchObject({ complete: true, bytes: 4 })
})

test('what was stored when the disk is full goes on in memory, and its space is given back', async () => {
  const { shelf, records, kept } = createStore(5)
  const reasons: string[] = []
  const copy = await createCopy(FILE, shelf, { onLength() {}, onNotStored: (reason) => reasons.push(reason) })
  await copy.write(chunk(1, 2, 3))
  await copy.write(chunk(4, 5, 6))
  expect(copy.length).toBe(6)
  await copy.write(chunk(7))
  expect([kept(), records.size, reasons]).toEqual([[], 0, ['the disk is full']])
  expect(await numbers(await copy.finish(CHECKSUM))).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('a later try goes on where an earlier one ended, if it is of the same file', async () => {
  const { shelf } = createStore(100)
  const watch = { onLength() {}, onNotStored: expect.unreachable }
  const first = await createCopy(FILE, shelf, watch)
  await first.write(chunk(1, 2))
  await first.close()
  const second = await createCopy(FILE, shelf, watch)
  expect([second.length, await numbers(await second.content())]).toEqual([2, [1, 2]])
  await second.close()
  const other = await createCopy({ ...FILE, checksum: { kind: 'sha256', hex: 'cd' } }, shelf, watch)
  expect(other.length).toBe(0)
})

test('a store that keeps less than it was given is found out, and its file is no file', async () => {
  const { shelf, records } = createStore(100)
  const { append } = shelf.store
  shelf.store.append = async (folder, path) => {
    const appender = await append(folder, path)
    // It says that it took all of a part, and took half.
    return { ...appender, append: (chunk) => appender.append(chunk.slice(0, chunk.length >> 1)) }
  }
  const copy = await createCopy(FILE, shelf, { onLength() {}, onNotStored() {} })
  await copy.write(chunk(1, 2, 3, 4))
  await expect(copy.finish(CHECKSUM)).rejects.toThrow(LostCopy)
  expect(records.get('p')?.complete ?? false).toBe(false)
})

test('a stored file is looked at again, and hashed where its time is another one', async () => {
  const { shelf, records, kept } = createStore(100)
  let modified = 1
  shelf.store.read = async () => new File([Uint8Array.from(kept())], 'p', { lastModified: modified })
  const copy = await createCopy(FILE, shelf, { onLength() {}, onNotStored: expect.unreachable })
  await copy.write(chunk(1, 2, 3))
  await copy.finish(await checksumOf(chunk(1, 2, 3), 'sha256'))
  const look = async () => (await intactContent(shelf, records.get('p')!)) !== undefined
  expect(await look()).toBe(true)
  // The same bytes, written again.
  modified = 2
  expect([await look(), records.get('p')!.modified]).toEqual([true, 2])
  kept()[1] = 9
  expect(await look()).toBe(true)
  modified = 3
  expect(await look()).toBe(false)
  kept().pop()
  expect(await look()).toBe(false)
})

test('of files with which a model does not work those at fault are removed', async () => {
  const faulty = async (identity: string, change: (kept: number[]) => void, mayBeWrong: boolean) => {
    const { shelf, records, kept } = createStore(100)
    const copy = await createCopy(FILE, shelf, { onLength() {}, onNotStored: expect.unreachable })
    await copy.write(chunk(1, 2, 3))
    await copy.finish(await checksumOf(chunk(1, 2, 3), 'sha256'))
    records.set('p', { ...records.get('p')!, identity })
    change(kept())
    const removed = await removeFaulty(shelf, ['p', 'q'], () => mayBeWrong)
    expect(records.has('p')).toBe(removed.length === 0)
    return removed
  }
  const same = () => {}
  const changed = (kept: number[]) => void kept.fill(7)
  expect(await faulty('sha256:ab', same, true)).toEqual([])
  expect(await faulty('sha256:ab', changed, false)).toEqual(['p'])
  expect(await faulty('bytes:3', same, false)).toEqual([])
  expect(await faulty('bytes:3', same, true)).toEqual(['p'])
})
