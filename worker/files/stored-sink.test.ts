import { expect, test } from 'vitest'
import type { FileRecord, ModelStore } from '../../src/models/storage/types.js'
import { bytesOfContent, type Content } from '../bytes/content.js'
import { createCopy } from './stored-sink.js'

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

const FILE = { path: 'p', url: 'u', bytes: 9, checksum: { kind: 'sha256', hex: 'ab' } } as const
const chunk = (...bytes: number[]) => Uint8Array.from(bytes)
const numbers = async (content: Content) => [...(await bytesOfContent(content))]

test('a file that fits is stored, and read from there', async () => {
  const { shelf, records } = createStore(100)
  const copy = await createCopy(FILE, shelf, { onLength() {}, onNotStored: expect.unreachable })
  await copy.write(chunk(1, 2, 3))
  await copy.write(chunk(4))
  expect(records.get('p')!.complete).toBe(false)
  const content = await copy.finish()
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
  expect(await numbers(await copy.finish())).toEqual([1, 2, 3, 4, 5, 6, 7])
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
