import init, { type CAPI, type Database, type SAHPoolUtil } from '@sqlite.org/sqlite-wasm'

/** Of the Origin Private File System. */
const FOLDER = 'private-search'

/** Part of the name: a release with another schema starts anew. */
const FILE = '/library-4.db'

/** Of releases before: what they kept cannot be searched by this one. */
const OLDER = ['/library-1.db', '/library-2.db', '/library-3.db']

/**
 * The text of passages is stored once; the index holds words alone, without their texts, in a column each for names and titles,
 * headings, and text, so that they can count differently. FTS5 would join parts of its index
 * by itself, half a megabyte and more in one go, and no search is heard meanwhile: `Store.tidy()` does it in small steps.
 * What is new is written out before a search looks, so little of it is gathered (`hashsize`). To truncate the journal at
 * each commit takes fewer writes than to remove it.
 */
export const SCHEMA = `
  PRAGMA cache_size = -48000;
  PRAGMA synchronous = NORMAL;
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA temp_store = MEMORY;
  CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, type TEXT NOT NULL, title TEXT NOT NULL, note TEXT NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, digest TEXT NOT NULL, source TEXT NOT NULL,
    passages INTEGER NOT NULL, characters INTEGER NOT NULL, vectors INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE IF NOT EXISTS vector (
    file INTEGER NOT NULL, first INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (file, first)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS passage (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    heading TEXT NOT NULL, place TEXT, text TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS passage_of_file ON passage (file, ordinal);
  CREATE VIRTUAL TABLE IF NOT EXISTS word USING fts5 (
    name, heading, text, content = '', contentless_delete = 1, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
  );
  INSERT INTO word (word, rank)
    SELECT * FROM (VALUES ('automerge', 0), ('crisismerge', 1000), ('usermerge', 8), ('hashsize', 100000))
    WHERE NOT EXISTS (SELECT 1 FROM word_config WHERE k = 'automerge');
  CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, word, row);
  CREATE VIRTUAL TABLE temp.query USING fts5 (text, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
  CREATE VIRTUAL TABLE temp.query_word USING fts5vocab (temp, query, instance);
`

/** The open database. One tab at a time can have it: its files are locked while they are open. */
export interface Storage {
  readonly database: Database
  inTransaction(): boolean
  close(): void
  /** Closes it and removes its files. This worker cannot open it again; a new one can. */
  remove(): Promise<void>
}

/** The package's types lack this function of SQLite. */
type Autocommit = { sqlite3_get_autocommit(database: Database): number }

export function isInTransaction(capi: CAPI, database: Database): boolean {
  return (capi as CAPI & Autocommit).sqlite3_get_autocommit(database) === 0
}

/**
 * Whether the browser lets this worker keep files. Private windows of some browsers do not, and WebKitGTK opens none in its
 * Origin Private File System.
 */
export async function keepsFiles(): Promise<boolean> {
  const name = 'private-search-probe'
  try {
    const folder = await navigator.storage.getDirectory()
    const file = await folder.getFileHandle(name, { create: true })
    const handle = await file.createSyncAccessHandle()
    handle.close()
    await folder.removeEntry(name)
    return true
  } catch (error) {
    // A full disk, or a file that another tab holds, says nothing against it.
    return error instanceof DOMException && BUSY.has(error.name)
  }
}

const BUSY: ReadonlySet<string> = new Set(['QuotaExceededError', 'NoModificationAllowedError'])

/** A library that lasts as long as this worker. */
export async function openMemory(): Promise<Storage> {
  const { oo1, capi } = await loadSqlite()
  const database = new oo1.DB(':memory:')
  database.exec(SCHEMA)
  return {
    database,
    inTransaction: () => isInTransaction(capi, database),
    close: () => database.close(),
    remove: async () => database.close(),
  }
}

/** @throws a `DOMException` where its files cannot be opened */
export async function openStorage(): Promise<Storage> {
  const { pool, capi } = await openPool()
  for (const file of OLDER) pool.unlink(file)
  const database = new pool.OpfsSAHPoolDb(FILE)
  database.exec(SCHEMA)
  return {
    database,
    inTransaction: () => isInTransaction(capi, database),
    close() {
      database.close()
      pool.pauseVfs()
    },
    async remove() {
      database.close()
      await pool.removeVfs()
    },
  }
}

const POOL = {
  directory: FOLDER,
  // Otherwise a failure, such as files that another tab still holds, would delete them.
  preserveOnInitFailure: true,
  forceReinitIfPreviouslyFailed: true,
}

let sqlite: ReturnType<typeof init> | undefined

function loadSqlite(): ReturnType<typeof init> {
  // The other kinds of storage need headers that a static host cannot set, and complain where they are missing.
  Object.assign(globalThis, { sqlite3ApiConfig: { disable: { vfs: { opfs: true, 'opfs-wl': true } } } })
  sqlite ??= init()
  return sqlite
}

/** The tab that had it before may still be closing its files. */
async function openPool(): Promise<{ pool: SAHPoolUtil; capi: CAPI }> {
  const { installOpfsSAHPoolVfs, capi } = await loadSqlite()
  for (let attempt = 1; ; attempt++) {
    try {
      const pool = await installOpfsSAHPoolVfs(POOL)
      if (pool.isPaused()) await pool.unpauseVfs()
      return { pool, capi }
    } catch (error) {
      if (attempt === 30) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
