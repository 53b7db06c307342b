import type { Item } from '../shared/protocol.js'
import { type Folder, type FolderHandle, type Folders, freeName } from './folders.js'

/** What programs keep beside a person's files. */
const SKIPPED_FOLDER = /^(\.git|\.hg|\.svn|node_modules|__MACOSX)$/
const SKIPPED_FILE = /^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini)$/

/** Files handed on at a time. */
const PART = 100

/** Files on their way to the worker. What is told of them is complete when the last part was taken. */
export interface Gathered {
  parts: AsyncIterable<Item[]>
  /** Folders, by label, of which every file was found. */
  complete: string[]
  /** Paths of folders that are left out. */
  leftOut: string[]
}

type Told = Pick<Gathered, 'complete' | 'leftOut'>

function gather(walk: (told: Told) => AsyncIterable<Item>): Gathered {
  const told: Told = { complete: [], leftOut: [] }
  return { ...told, parts: inParts(walk(told)) }
}

/** What was dropped, folders with all that is in them. The entries must be taken while the event lasts. */
export function itemsOfDrop(transfer: DataTransfer, folders: Folders): Gathered {
  const dropped = Array.from(transfer.items, (item) => ({
    entry: item.webkitGetAsEntry(),
    handle: handleOf(item),
  }))
  return gather(async function* (told) {
    // Two folders of one name are two folders.
    const labels = new Set<string>()
    for (const { entry, handle } of dropped) {
      const real = entry?.isDirectory ? await handle : null
      if (real?.kind === 'directory') {
        const folder = await folders.add(real as FolderHandle)
        labels.add(folder.label)
        yield* walkFolder(folder, told)
      } else if (entry?.isDirectory) {
        const label = freeName(entry.name, labels)
        labels.add(label)
        yield* walkEntry(entry, label, told, false)
      } else if (entry) yield* walkEntry(entry, entry.name, told, true)
    }
  })
}

/** What was chosen in a dialog; of a folder each file has its path in it. */
export function itemsOfInput(files: Iterable<File>): Gathered {
  return gather(async function* (told) {
    const left = new Set<string>()
    for (const file of files) {
      const path = file.webkitRelativePath || file.name
      const names = path.split('/')
      const skipped = names.slice(0, -1).findIndex((name) => SKIPPED_FOLDER.test(name))
      if (skipped >= 0) left.add(names.slice(0, skipped + 1).join('/'))
      else if (!SKIPPED_FILE.test(names.at(-1)!)) yield { path, file, loose: names.length === 1 }
    }
    told.leftOut.push(...left)
  })
}

/** All files of folders that can be read again. */
export function itemsOfFolders(folders: readonly Folder[]): Gathered {
  return gather(async function* (told) {
    for (const folder of folders) yield* walkFolder(folder, told)
  })
}

/** Items that are known already. */
export function itemsOf(items: Promise<Item[]>): Gathered {
  return gather(async function* () {
    yield* await items
  })
}

async function handleOf(item: DataTransferItem): Promise<FileSystemHandle | null> {
  const { getAsFileSystemHandle } = item as { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }
  try {
    return (await getAsFileSystemHandle?.call(item)) ?? null
  } catch {
    return null
  }
}

async function* walkFolder({ label, handle }: Folder, told: Told): AsyncGenerator<Item> {
  let whole = true
  const walk = async function* (folder: FileSystemDirectoryHandle, path: string): AsyncGenerator<Item> {
    try {
      for await (const entry of valuesOf(folder)) {
        const inner = `${path}/${entry.name}`
        if (entry.kind === 'file') yield* itemOfHandle(entry as FileSystemFileHandle, inner, label)
        else if (SKIPPED_FOLDER.test(entry.name)) told.leftOut.push(inner)
        else yield* walk(entry as FileSystemDirectoryHandle, inner)
      }
    } catch {
      whole = false
      yield unreadable(path)
    }
  }
  yield* walk(handle, label)
  if (whole) told.complete.push(label)
}

async function* itemOfHandle(
  handle: FileSystemFileHandle,
  path: string,
  source: string,
): AsyncGenerator<Item> {
  if (SKIPPED_FILE.test(handle.name)) return
  const file = await handle.getFile().catch(() => null)
  yield file ? { path, file, source } : { ...unreadable(path), source }
}

function valuesOf(folder: FileSystemDirectoryHandle): AsyncIterable<FileSystemHandle> {
  return (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values()
}

async function* walkEntry(
  entry: FileSystemEntry,
  path: string,
  told: Told,
  loose: boolean,
): AsyncGenerator<Item> {
  if (entry.isDirectory) {
    if (SKIPPED_FOLDER.test(entry.name)) {
      told.leftOut.push(path)
      return
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    try {
      // A reader gives about a hundred entries a call, and none at the end.
      for (let some = await read(reader); some.length > 0; some = await read(reader)) {
        for (const inner of some) yield* walkEntry(inner, `${path}/${inner.name}`, told, false)
      }
    } catch {
      yield unreadable(path)
    }
  } else if (!SKIPPED_FILE.test(entry.name)) {
    const file = await new Promise<File>((resolve, reject) => {
      ;(entry as FileSystemFileEntry).file(resolve, reject)
    }).catch(() => null)
    yield file ? { path, file, loose } : unreadable(path)
  }
}

function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject))
}

/** A file that is gone, or a folder that may not be read, is still named. */
function unreadable(path: string): Item {
  const problem = 'could not be opened: moved, changed or not permitted'
  return { path, file: new File([], path), problem }
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
