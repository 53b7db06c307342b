import type { Item } from '../shared/protocol.js'

/** Folders that hold no texts of a person. */
const SKIPPED = /^(\.|node_modules$|__MACOSX$)/

/** Files handed on at a time. */
const PART = 100

/** What was dropped, folders with all that is in them. The entries must be taken while the event lasts. */
export function itemsOfDrop(transfer: DataTransfer): AsyncGenerator<Item[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  )
  return inParts(walk(entries))
}

/** What was chosen in a dialog; of a folder each file has its path in it. */
export function itemsOfInput(files: Iterable<File>): AsyncGenerator<Item[]> {
  return inParts(
    (async function* () {
      for (const file of files) {
        const path = file.webkitRelativePath || file.name
        if (path.split('/').every((part) => !SKIPPED.test(part))) yield { path, file }
      }
    })(),
  )
}

async function* walk(entries: readonly FileSystemEntry[]): AsyncGenerator<Item> {
  for (const entry of entries) {
    if (SKIPPED.test(entry.name)) continue
    if (entry.isDirectory) {
      const reader = (entry as FileSystemDirectoryEntry).createReader()
      // A reader gives about a hundred entries a call, and none at the end.
      for (let some = await read(reader); some.length > 0; some = await read(reader)) yield* walk(some)
    } else {
      const file = await new Promise<File>((resolve, reject) => {
        ;(entry as FileSystemFileEntry).file(resolve, reject)
      }).catch(() => null)
      // A file that is gone is still named: reading it fails, and that is told.
      yield { path: entry.fullPath.replace(/^\//, ''), file: file ?? unreadable(entry.name) }
    }
  }
}

function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject))
}

function unreadable(name: string): File {
  return new File([], name)
}

async function* inParts(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let part: Item[] = []
  for await (const item of items) {
    part.push(item)
    if (part.length < PART) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
