/** A word of a query, and how many passages hold it. */
export interface QueryWord {
  word: string
  passages: number
}

/**
 * Rows that may be scored for one query. Each costs about ten microseconds, so this bounds the first stage's time,
 * however large the collection: words that half of it holds tell passages apart least, and are left to the reranker.
 */
export const ROWS = 2000

/** An FTS5 query for the rarest words, or null where no word is known. */
export function planQuery(words: readonly QueryWord[], rows = ROWS): string | null {
  const known = words.filter(({ passages }) => passages > 0).sort((a, b) => a.passages - b.passages)
  let sum = 0
  const taken: string[] = []
  for (const { word, passages } of known) {
    sum += passages
    if (sum > rows) break
    taken.push(quote(word))
  }
  if (taken.length > 0) return taken.join(' OR ')
  // All are common: passages that hold the rarest of them together.
  return known.length > 0
    ? known
        .slice(0, 3)
        .map(({ word }) => quote(word))
        .join(' AND ')
    : null
}

function quote(word: string): string {
  return `"${word.replaceAll('"', '""')}"`
}
