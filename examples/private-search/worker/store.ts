import { tellingWords } from '../shared/function-words.js'
import type { Collection, Passage, Place } from '../shared/protocol.js'
import type { Chunk } from './chunks.js'
import type { Storage } from './database.js'
import type { Pace } from './pace.js'
import { planQuery } from './query-plan.js'
import { spaced, wordsOf } from './words.js'

/** What is known of a file before its text is. */
export interface FileFacts {
  path: string
  size: number
  modified: number
}

/** Of words of which the typed one is a beginning, the most frequent. */
const COMPLETIONS = 12

/** Files, passages and the index over their words. */
export interface Store {
  collection(): Collection
  /** Whether the same file, unchanged since, is stored. */
  has(file: FileFacts): boolean
  begin(): void
  commit(): void
  rollback(): void
  /**
   * Stores a file in place of an older one of its path.
   * @returns false where the signal ended it; nothing of the file is stored then
   */
  put(file: FileFacts, chunks: readonly Chunk[], pace: Pace, signal: AbortSignal): Promise<boolean>
  search(query: string, limit: number): Passage[]
  read(fileId: number, first: number, last: number): { passages: Passage[]; total: number }
  /** Joins parts of the index, in a few milliseconds; false when nothing is left to join. */
  tidy(): boolean
}

const SELECT = `SELECT passage.id, file, path, ordinal, heading, place, text
  FROM passage JOIN file ON file.id = passage.file`

export function createStore({ database, inTransaction }: Storage): Store {
  const insertFile = database.prepare(
    'INSERT INTO file (path, size, modified, passages, characters) VALUES (?, ?, ?, ?, ?)',
  )
  const insertPassage = database.prepare(
    'INSERT INTO passage (file, ordinal, heading, place, text) VALUES (?, ?, ?, ?, ?)',
  )
  const insertWords = database.prepare('INSERT INTO word (rowid, text) VALUES (?, ?)')
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

  function remove(path: string) {
    const id = count('SELECT id FROM file WHERE path = ?', path)
    if (id === 0) return
    database.exec('DELETE FROM word WHERE rowid IN (SELECT id FROM passage WHERE file = ?)', { bind: [id] })
    database.exec('DELETE FROM passage WHERE file = ?', { bind: [id] })
    database.exec('DELETE FROM file WHERE id = ?', { bind: [id] })
  }

  /** Passages that hold a word, by the index's own form of it: `boots` and `boot` are one. */
  function frequencies(words: readonly string[]) {
    database.exec('DELETE FROM temp.query')
    words.forEach((word, i) => {
      database.exec('INSERT INTO temp.query (rowid, text) VALUES (?, ?)', { bind: [i, word] })
    })
    const stems = database.selectArrays('SELECT doc, term FROM temp.query_word')
    return stems.map(([row, term]) => ({
      word: words[Number(row)]!,
      passages: count('SELECT doc FROM temp.vocabulary WHERE term = ?', String(term)),
    }))
  }

  /** A word that nothing holds may be one that is still being typed. */
  function completions(beginning: string) {
    return database
      .selectArrays(
        `SELECT term, doc FROM (SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? LIMIT 1000)
         ORDER BY doc DESC LIMIT ?`,
        [beginning, `${beginning}\u{10ffff}`, COMPLETIONS],
      )
      .map(([term, doc]) => ({ word: String(term), passages: Number(doc) }))
  }

  return {
    collection() {
      const [files, passages, characters] = database.selectArray(
        'SELECT count(*), ifnull(sum(passages), 0), ifnull(sum(characters), 0) FROM file',
      ) as number[]
      return { files: files!, passages: passages!, characters: characters! }
    },
    has: ({ path, size, modified }) =>
      count('SELECT count(*) FROM file WHERE path = ? AND size = ? AND modified = ?', path, size, modified) >
      0,
    begin: () => database.exec('BEGIN'),
    commit: () => database.exec('COMMIT'),
    rollback() {
      // A write that failed may have ended the transaction already.
      if (inTransaction()) database.exec('ROLLBACK')
    },
    async put({ path, size, modified }, chunks, pace, signal) {
      remove(path)
      const characters = chunks.reduce((sum, { text }) => sum + text.length, 0)
      const fileId = insert(insertFile, [path, size, modified, chunks.length, characters])
      for (const [ordinal, { heading, place, text }] of chunks.entries()) {
        const row = [fileId, ordinal, heading, place && JSON.stringify(place), text]
        const id = insert(insertPassage, row)
        insertWords.bind([id, spaced(`${heading}\n${text}`)]).stepReset()
        await pace()
        if (signal.aborted) {
          remove(path)
          return false
        }
      }
      return true
    },
    search(query, limit) {
      const words = tellingWords(wordsOf(query))
      const known = frequencies(words)
      const last = words.at(-1)
      if (last && known.every(({ word, passages }) => word !== last || passages === 0)) {
        known.push(...completions(last))
      }
      const match = planQuery(known)
      if (!match) return []
      return database
        .selectArrays(
          `SELECT passage.id, file, path, ordinal, heading, place, passage.text
           FROM (SELECT rowid AS id, bm25(word) AS score FROM word WHERE word MATCH ? ORDER BY rank LIMIT ?)
           JOIN passage USING (id) JOIN file ON file.id = passage.file ORDER BY score`,
          [match, limit],
        )
        .map(toPassage)
    },
    read(fileId, first, last) {
      const passages = database
        .selectArrays(`${SELECT} WHERE file = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal`, [
          fileId,
          first,
          last,
        ])
        .map(toPassage)
      return { passages, total: count('SELECT passages FROM file WHERE id = ?', fileId) }
    },
    tidy() {
      const before = count('SELECT total_changes()')
      database.exec("INSERT INTO word (word, rank) VALUES ('merge', 16)")
      // FTS5 writes fewer than two rows where there was nothing to merge.
      return count('SELECT total_changes()') - before >= 2
    },
  }
}

function toPassage(row: unknown[]): Passage {
  const [id, fileId, path, ordinal, heading, place, text] = row as [
    number,
    number,
    string,
    number,
    string,
    string | null,
    string,
  ]
  return {
    id,
    fileId,
    path,
    ordinal,
    heading,
    place: place === null ? null : (JSON.parse(place) as Place),
    text,
  }
}
