/** What a browser with the File System Access API gives beyond the types of TypeScript. */
export interface FolderHandle extends FileSystemDirectoryHandle {
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>
}

/** A folder that can be read again without being chosen again. */
export interface Folder {
  /** What the paths of its files begin with: its name, with a number where another folder has that. */
  label: string
  handle: FolderHandle
}

/** The folders of which the browser keeps a handle. Only the handles are kept here, no texts. */
export interface Folders {
  list(): Promise<Folder[]>
  /** The same folder has the same label again. */
  add(handle: FolderHandle): Promise<Folder>
  clear(): Promise<void>
}

const DATABASE = 'private-search-folders'
const STORE = 'folder'

export function createFolders(): Folders {
  const list = async () => {
    try {
      return await withStore('readonly', (store) => store.getAll() as IDBRequest<Folder[]>)
    } catch {
      // Where there is no storage for handles, folders are chosen again.
      return []
    }
  }
  return {
    list,
    async add(handle) {
      const known = await list()
      for (const folder of known) if (await folder.handle.isSameEntry(handle)) return folder
      const taken = new Set(known.map(({ label }) => label))
      const folder = { label: freeName(handle.name, taken), handle }
      await withStore('readwrite', (store) => store.put(folder)).catch(() => {})
      return folder
    },
    async clear() {
      await withStore('readwrite', (store) => store.clear()).catch(() => {})
    },
  }
}

/** The name, or `name (2)` where it is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`
  return free
}

async function withStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'label' })
  const database = await settled(opening)
  try {
    return await settled(act(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
