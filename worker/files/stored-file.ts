import type { FileRecord } from '../../src/models/storage/types.js'
import { checksumOf } from '../bytes/checksum.js'
import type { Shelf } from './shelf.js'

/** When data was written, where the store tells. */
export function modifiedOf(content: Blob): { modified?: number } {
  const { lastModified } = content as Partial<File>
  return lastModified === undefined ? {} : { modified: lastModified }
}

/**
 * A stored file, if it is whole and what was stored. Its size and time are looked at each time; it is hashed again only
 * where the time is another one.
 */
export async function intactContent(shelf: Shelf, record: FileRecord): Promise<Blob | undefined> {
  if (!record.complete) return undefined
  const { store, folder } = shelf
  const content = await store.read(folder, record.path).catch(() => undefined)
  if (content?.size !== record.bytes) return undefined
  const { modified } = modifiedOf(content)
  if (modified === undefined || modified === record.modified) return content
  if (!(await isUnchanged(record, content))) return undefined
  await store.writeRecord(folder, { ...record, modified }).catch(() => {})
  return content
}

/**
 * Looks again at stored files with which a model does not work, and removes those that are at fault: the ones that are
 * not what was stored; and, of those for which the source told no hash, the ones that may never have been right.
 * @param mayBeWrong whether a file without a told hash is at fault
 * @returns paths of what was removed
 */
export async function removeFaulty(
  shelf: Shelf,
  paths: readonly string[],
  mayBeWrong: (path: string, content: Blob) => boolean,
): Promise<string[]> {
  const { store, folder } = shelf
  const removed: string[] = []
  for (const path of paths) {
    const record = await store.record(folder, path)
    if (!record?.complete) continue
    const content = await store.read(folder, path).catch(() => undefined)
    const isTold = !record.identity.startsWith('bytes:')
    const fine = content && (await isUnchanged(record, content)) && (isTold || !mayBeWrong(path, content))
    if (fine) continue
    await store.remove(folder, path).catch(() => {})
    removed.push(path)
  }
  return removed
}

async function isUnchanged({ checksum }: FileRecord, content: Blob): Promise<boolean> {
  return checksum === undefined || (await checksumOf(content, checksum.kind)).hex === checksum.hex
}
