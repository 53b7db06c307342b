import type { Collection, Found, KeptFile, Passage, SearchOptions } from '../shared/protocol.js'
import type { Chunk } from './chunks.js'
import type { Storage } from './database.js'
import { createFinder } from './finder.js'
import type { Pace } from './pace.js'
import { createVectors } from './vectors.js'
import { searchable, wordsOfPath } from './words.js'

/** What a file is told from others by. */
export interface FileState {
  path: string
  size: number
  modified: number
  /** Of its content. */
  digest: string
  /** The folder that is read again as a whole, of which it is a part; or empty. */
  source: string
}

/** What reading tells of a file. */
export interface FileFacts extends FileState {
  type: string
  title: string
  /** What could not be read of it. */
  note: string
}

/** Files, passages and the index over their words. */
export interface Store {
  collection(): Collection
  /** All files, by path. */
  files(): KeptFile[]
  /** What is known of the file of this path. */
  known(path: string): FileState | undefined
  /** Of a file whose content has not changed, what else has. */
  note(file: FileState): void
  /** The paths of files that came from a folder. */
  pathsFrom(source: string): string[]
  begin(): void
  commit(): void
  rollback(): void
  /**
   * Stores a file in place of an older one of its path.
   * @returns false where the signal ended it; nothing of the file is stored then
   */
  put(file: FileFacts, chunks: readonly Chunk[], pace: Pace, signal: AbortSignal): Promise<boolean>
  remove(path: string): void
  removeById(fileId: number): void
  search(query: string, limit: number, options?: SearchOptions): Found[]
  /** Of passages, for the finder. */
  vectors: Pick<ReturnType<typeof createVectors>, 'next' | 'keep'>
  read(fileId: number, first: number, last: number): { passages: Passage[]; total: number }
  /** Joins parts of the index, in a few milliseconds; false when nothing is left to join. */
  tidy(): boolean
  /**
   * Ends its prepared statements, before the database is closed: this version of SQLite's package leaves them open, and
   * with them the files, which then could not be handed to another tab.
   */
  close(): void
}

export function createStore({ database, inTransaction }: Storage): Store {
  const vectors = createVectors({ database })
  const finder = createFinder({ database, vectors })
  const insertFile = database.prepare(
    `INSERT INTO file (path, size, modified, digest, source, type, title, note, passages, characters)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertPassage = database.prepare(
    'INSERT INTO passage (file, ordinal, heading, place, text) VALUES (?, ?, ?, ?, ?)',
  )
  const insertWords = database.prepare('INSERT INTO word (rowid, name, heading, text) VALUES (?, ?, ?, ?)')
  const count = (sql: string, ...bind: (string | number)[]) =>
    Number(database.selectValue(sql, bind.length > 0 ? bind : undefined) ?? 0)

  /**
   * The id of the new row. `RETURNING` would give it too, but opens a savepoint for each row, at which FTS5 writes out all
   * that it has gathered.
   */
  function insert(statement: ReturnType<Storage['database']['prepare']>, row: (string | number | null)[]) {
    statement.bind(row).stepReset()
    return count('SELECT last_insert_rowid()')
  }

  function removeById(id: number) {
    database.exec('DELETE FROM word WHERE rowid IN (SELECT id FROM passage WHERE file = ?)', { bind: [id] })
    database.exec('DELETE FROM passage WHERE file = ?', { bind: [id] })
    database.exec('DELETE FROM vector WHERE file = ?', { bind: [id] })
    database.exec('DELETE FROM file WHERE id = ?', { bind: [id] })
  }

  function remove(path: string) {
    const id = count('SELECT id FROM file WHERE path = ?', path)
    if (id !== 0) removeById(id)
  }

  return {
    collection() {
      const [files, passages, characters] = database.selectArray(
        'SELECT count(*), ifnull(sum(passages), 0), ifnull(sum(characters), 0) FROM file',
      ) as number[]
      return { files: files!, passages: passages!, characters: characters! }
    },
    files: () =>
      database.selectObjects(
        'SELECT id, path, type, size, passages, note FROM file ORDER BY path',
      ) as unknown as KeptFile[],
    known: (path) =>
      database.selectObject('SELECT path, size, modified, digest, source FROM file WHERE path = ?', path) as
        | FileState
        | undefined,
    note({ path, size, modified, source }) {
      database.exec('UPDATE file SET size = ?, modified = ?, source = ? WHERE path = ?', {
        bind: [size, modified, source, path],
      })
    },
    pathsFrom: (source) =>
      database.selectValues('SELECT path FROM file WHERE source = ?', source).map(String),
    begin: () => database.exec('BEGIN'),
    commit: () => database.exec('COMMIT'),
    rollback() {
      // A write that failed may have ended the transaction already.
      if (inTransaction()) database.exec('ROLLBACK')
    },
    async put({ path, size, modified, digest, source, type, title, note }, chunks, pace, signal) {
      remove(path)
      const characters = chunks.reduce((sum, { text }) => sum + text.length, 0)
      const row = [path, size, modified, digest, source, type, title, note, chunks.length, characters]
      const fileId = insert(insertFile, row)
      const titleWords = searchable(title)
      const nameWords = `${wordsOfPath(path.slice(path.lastIndexOf('/') + 1))}\n${titleWords}`
      for (const [ordinal, { heading, place, text, also }] of chunks.entries()) {
        const row = [fileId, ordinal, heading, place && JSON.stringify(place), text]
        const id = insert(insertPassage, row)
        // By its folders a file is found once: in each passage they would take much room, and tell little.
        const name = ordinal === 0 ? `${wordsOfPath(path)}\n${titleWords}` : nameWords
        insertWords.bind([id, name, searchable(heading), searchable(`${text}\n${also}`)]).stepReset()
        await pace()
        if (signal.aborted) {
          remove(path)
          return false
        }
      }
      return true
    },
    remove,
    removeById,
    search: finder.search,
    vectors,
    read: (fileId, first, last) => ({
      passages: finder.read(fileId, first, last),
      total: count('SELECT passages FROM file WHERE id = ?', fileId),
    }),
    close() {
      for (const statement of [insertFile, insertPassage, insertWords]) statement.finalize()
    },
    tidy() {
      const before = count('SELECT total_changes()')
      database.exec("INSERT INTO word (word, rank) VALUES ('merge', 16)")
      // FTS5 writes fewer than two rows where there was nothing to merge.
      return count('SELECT total_changes()') - before >= 2
    },
  }
}
