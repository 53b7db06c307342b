import { mergeRanks } from 'webrerank/search'
import { tellingWords } from '../shared/function-words.js'
import type { Found, Passage, Place, SearchOptions, SoughtWord } from '../shared/protocol.js'
import type { Storage } from './database.js'
import { type Match, type PlannedWord, planQuery } from './query-plan.js'
import type { createVectors } from './vectors.js'
import { wordsOf } from './words.js'

/** Of words of which the typed one is a beginning, the most frequent. */
const COMPLETIONS = 12

/** Related words that are looked for in a large collection, the closest: to count where each one stands takes time. */
const CLOSEST = 16

const COLUMNS = 'passage.id, passage.file, path, title, ordinal, heading, place, passage.text'

/** How much a word counts in a name or title, in a heading, and in the text. */
const WEIGHTS = '2, 1.5, 1'

/** Whether a file is in what is searched: `?1` is a type and `?2` a folder, all where one is empty. */
const IN_FILTER = "(?1 = '' OR type = ?1) AND (?2 = '' OR substr(path, 1, length(?2) + 1) = ?2 || '/')"

/** Finds passages by their words, by their meaning, and by their place in a file. */
export function createFinder({
  database,
  vectors,
}: Pick<Storage, 'database'> & { vectors: Pick<ReturnType<typeof createVectors>, 'alike'> }) {
  /**
   * Words with how many passages hold each, by the index's own form of it: of `boots` and `boot`, which are one, the first.
   * @returns also those that no passage holds
   */
  function frequencies(words: readonly Omit<PlannedWord, 'passages'>[]): PlannedWord[] {
    database.exec('DELETE FROM temp.query')
    database.exec('INSERT INTO temp.query (rowid, text) SELECT key, value FROM json_each(?)', {
      bind: [JSON.stringify(words.map(({ word }) => word))],
    })
    const stems = new Map<string, PlannedWord>()
    for (const [row, term, passages] of database.selectArrays(
      'SELECT query_word.doc, term, vocabulary.doc FROM query_word LEFT JOIN vocabulary USING (term) ORDER BY 1',
    )) {
      if (!stems.has(String(term)))
        stems.set(String(term), { ...words[Number(row)]!, passages: Number(passages ?? 0) })
    }
    return [...stems.values()]
  }

  /** A word that nothing holds may be one that is still being typed. */
  function completions(beginning: string) {
    return database
      .selectValues(
        `SELECT term FROM (SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? LIMIT 1000)
         ORDER BY doc DESC LIMIT ?`,
        [beginning, `${beginning}\u{10ffff}`, COMPLETIONS],
      )
      .map((term) => ({ word: String(term), weight: 1 }))
  }

  function plan(query: string, sought: readonly SoughtWord[]): Match[] {
    const own = tellingWords(wordsOf(query)).map((word) => ({ word, weight: 1 }))
    const [last] = frequencies(own.slice(-1))
    const typed = last?.passages === 0 ? completions(last.word) : []
    const related = sought
      .flatMap(({ word, forms, weight }) => [word, ...forms].map((form) => ({ word: form, weight })))
      .sort((a, b) => b.weight - a.weight)
    return planQuery(frequencies([...own, ...typed, ...related]))
  }

  /** Passages by the sum of what each part of the plan gives them, the best first. */
  function find(matches: readonly Match[], limit: number, type: string, folder: string): Found[] {
    if (matches.length === 0) return []
    const parts = matches.map(
      ({ weight }, i) =>
        `SELECT rowid AS id, ${weight} * bm25(word, ${WEIGHTS}) AS score FROM word WHERE word MATCH ?${i + 4}`,
    )
    const filtered =
      type || folder ? `JOIN passage USING (id) JOIN file ON file.id = file WHERE ${IN_FILTER}` : ''
    return database
      .selectArrays(
        `WITH part AS MATERIALIZED (${parts.join(' UNION ALL ')}),
         found AS MATERIALIZED (SELECT part.id, sum(score) AS score FROM part ${filtered} GROUP BY part.id ORDER BY 2 LIMIT ?3)
         SELECT ${COLUMNS}, -score FROM found JOIN passage USING (id) JOIN file ON file.id = passage.file ORDER BY score`,
        [type, folder, limit, ...matches.map(({ query }) => query)],
      )
      .map(toFound)
  }

  /** Passages by how alike they are to a question. */
  function findAlike(vector: Int8Array, limit: number, type: string, folder: string): Found[] {
    const places = vectors.alike(vector, limit, IN_FILTER, [type, folder])
    return database
      .selectArrays(
        `WITH alike AS (SELECT key AS nth, value ->> 0 AS file_id, value ->> 1 AS position FROM json_each(?))
         SELECT ${COLUMNS}, NULL FROM alike JOIN passage ON passage.file = file_id AND ordinal = position
         JOIN file ON file.id = passage.file ORDER BY nth`,
        [JSON.stringify(places)],
      )
      .map(toFound)
  }

  /** Those that were found by words, and those that are alike, merged by rank. */
  function withAlike(found: Found[], vector: Int8Array, limit: number, type: string, folder: string) {
    const alike = findAlike(vector, limit, type, folder)
    // What was found by words has its score.
    const all = new Map([...alike, ...found].map((passage) => [passage.id, passage]))
    const order = mergeRanks(
      found.map(({ id }) => id),
      alike.map(({ id }) => id),
    )
    return order.slice(0, limit).map((id) => all.get(id)!)
  }

  return {
    search(query: string, limit: number, options: SearchOptions = {}): Found[] {
      const { type = '', folder = '', words = [], everything = 0, vector } = options
      const total = Number(
        database.selectValue(`SELECT ifnull(sum(passages), 0) FROM file WHERE ${IN_FILTER}`, [type, folder]),
      )
      if (total > everything) {
        const found = find(plan(query, closest(words)), limit, type, folder)
        return vector ? withAlike(found, vector, limit, type, folder) : found
      }
      const found = find(plan(query, words), total, type, folder)
      // Where nothing has a word of it, nor a related one, a model could only guess.
      if (found.length === 0) return []
      const ids = new Set(found.map(({ id }) => id))
      const others = database.selectArrays(
        `SELECT ${COLUMNS}, NULL FROM passage JOIN file ON file.id = passage.file WHERE ${IN_FILTER} ORDER BY path, ordinal`,
        [type, folder],
      )
      return [...found, ...others.map(toFound).filter(({ id }) => !ids.has(id))]
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

function closest(words: readonly SoughtWord[]): SoughtWord[] {
  const related = words.filter(({ weight }) => weight < 1).sort((a, b) => b.weight - a.weight)
  return [...words.filter(({ weight }) => weight === 1), ...related.slice(0, CLOSEST)]
}

type Row = [number, number, string, string, number, string, string | null, string, number | null]

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

function toFound(row: unknown[]): Found {
  return { ...toPassage(row), score: (row as Row)[8] }
}
