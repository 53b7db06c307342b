/** Scripts that are written without spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]+/gu
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** The text with spaces between its words, for an index that knows words by spaces. */
export function spaced(text: string): string {
  return text.replace(
    UNSPACED,
    (run) => ` ${Array.from(segmenter.segment(run), ({ segment }) => segment).join(' ')} `,
  )
}

/** The different words of a query, in order. */
export function wordsOf(query: string): string[] {
  return [...new Set(spaced(query.normalize('NFC').toLowerCase()).match(WORD))]
}
