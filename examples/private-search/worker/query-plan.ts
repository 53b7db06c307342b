/** A word to look for, and how many passages hold it. */
export interface PlannedWord {
  word: string
  /** 1 for a word of the query; less for one that an answer may use in its place. */
  weight: number
  passages: number
}

/** An FTS5 query, and how much its score counts. */
export interface Match {
  query: string
  weight: number
}

/**
 * Rows that may be scored for a query's own words, and as many for related ones. Each costs about ten microseconds, so this
 * bounds the first stage's time, however large the collection: words that half of it holds tell passages apart least, and
 * are left to the reranker.
 */
export const ROWS = 2000

/** FTS5 knows no weights of words: words of one weight are one query. There is none where no word is known. */
export function planQuery(words: readonly PlannedWord[], rows = ROWS): Match[] {
  const known = words.filter(({ passages }) => passages > 0).sort((a, b) => a.passages - b.passages)
  const own = known.filter(({ weight }) => weight === 1)
  const related = known.filter(({ weight }) => weight < 1).sort((a, b) => b.weight - a.weight)
  const taken = within(own, rows)
  const together = taken.length > 0 ? '' : own.slice(0, 3).map(quoted).join(' AND ')
  return [
    // All are common: passages that hold the rarest of them together.
    ...(together ? [{ query: together, weight: 1 }] : matches(taken)),
    ...matches(within(related, rows)),
  ]
}

/** The first of the words that the rows allow. */
function within(words: readonly PlannedWord[], rows: number): PlannedWord[] {
  let left = rows
  return words.filter(({ passages }) => {
    if (passages > left) return false
    left -= passages
    return true
  })
}

function matches(words: readonly PlannedWord[]): Match[] {
  const weights = new Set(words.map(({ weight }) => weight))
  return Array.from(weights, (weight) => {
    const same = words.filter((word) => word.weight === weight)
    return { query: same.map(quoted).join(' OR '), weight }
  })
}

function quoted({ word }: PlannedWord): string {
  return `"${word.replaceAll('"', '""')}"`
}
