/** A word of a query, and how many passages hold it. */
export interface QueryWord {
  word: string
  passages: number
}

/**
 * Rows that may be scored for one query. Each costs about ten microseconds, so this bounds the first stage's time,
 * however large the collection: words that half of it holds tell passages apart least, and are left to the reranker.
 */
export const ROWS = 3000

/**
 * English words that hold a question together and say nothing of what is asked. In a small collection even they are
 * rare, and would count for much; they are looked for only where the query has no other word that is known.
 */
const FUNCTION_WORDS = new Set(
  `a about am an and any are as at be been but by can could did do does for from get had has have he her his how i if
  in into is it its may me might must my no not of on or our shall she should so some than that the their them then
  there these they this to us was we were what when where which who whom whose why will with would you your`.split(
    /\s+/,
  ),
)

/** An FTS5 query for the rarest words, or null where no word is known. */
export function planQuery(words: readonly QueryWord[], rows = ROWS): string | null {
  const all = words.filter(({ passages }) => passages > 0).sort((a, b) => a.passages - b.passages)
  const telling = all.filter(({ word }) => !FUNCTION_WORDS.has(word))
  const known = telling.length > 0 ? telling : all
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
