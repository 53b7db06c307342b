import { tellingWords } from '../shared/function-words.js'
import type { Filter, Passage, Place } from '../shared/protocol.js'
import type { Storage } from './database.js'
import { planQuery } from './query-plan.js'
import { wordsOf } from './words.js'

/** Of words of which the typed one is a beginning, the most frequent. */
const COMPLETIONS = 12

const COLUMNS = 'passage.id, passage.file, path, title, ordinal, heading, place, passage.text'

/** Finds passages by their words, and by their place in a file. */
export function createFinder({ database }: Pick<Storage, 'database'>) {
  const count = (sql: string, bind: string) => Number(database.selectValue(sql, bind) ?? 0)

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

  function plan(query: string): string | null {
    const words = tellingWords(wordsOf(query))
    const known = frequencies(words)
    const last = words.at(-1)
    if (last && known.every(({ word, passages }) => word !== last || passages === 0)) {
      known.push(...completions(last))
    }
    return planQuery(known)
  }

  return {
    search(query: string, limit: number, { type, folder }: Filter = { type: '', folder: '' }): Passage[] {
      const match = plan(query)
      if (!match) return []
      const rows =
        type || folder
          ? database.selectArrays(
              `SELECT ${COLUMNS} FROM word CROSS JOIN passage ON passage.id = word.rowid JOIN file ON file.id = passage.file
               WHERE word MATCH ?1 AND (?2 = '' OR type = ?2) AND (?3 = '' OR substr(path, 1, length(?3) + 1) = ?3 || '/')
               ORDER BY bm25(word) LIMIT ?4`,
              [match, type, folder, limit],
            )
          : database.selectArrays(
              `SELECT ${COLUMNS}
               FROM (SELECT rowid AS id, bm25(word) AS score FROM word WHERE word MATCH ? ORDER BY rank LIMIT ?)
               JOIN passage USING (id) JOIN file ON file.id = passage.file ORDER BY score`,
              [match, limit],
            )
      return rows.map(toPassage)
    },
    read(fileId: number, first: number, last: number): Passage[] {
      return database
        .selectArrays(
          `SELECT ${COLUMNS} FROM passage JOIN file ON file.id = passage.file
           WHERE passage.file = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal`,
          [fileId, first, last],
        )
        .map(toPassage)
    },
  }
}

type Row = [number, number, string, string, number, string, string | null, string]

function toPassage(row: unknown[]): Passage {
  const [id, fileId, path, title, ordinal, heading, place, text] = row as Row
  return {
    id,
    fileId,
    path,
    title,
    ordinal,
    heading,
    place: place === null ? null : (JSON.parse(place) as Place),
    text,
  }
}
