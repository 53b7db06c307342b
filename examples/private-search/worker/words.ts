import { fold } from '../shared/fold.js'

/** Scripts that are written without spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー々\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]+/gu
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** A word that is cut at the end of a line, as far as its parts are letters. */
const CUT = /([\p{L}\p{M}]{1,40})[-\u2010\u2011]\s+(\p{Ll}[\p{L}\p{M}]{0,40})/gu

/** Most texts have no such word, and this is found sooner. */
const MAY_BE_CUT = /[-\u2010\u2011]\s/

/** A line end within text that has no spaces. */
const BROKEN =
  /([\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー々])[ \t\u3000]{0,8}\r?\n[ \t\u3000]{0,8}(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー々])/gu

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** The text with spaces between its words, for an index that knows words by spaces. */
export function spaced(text: string): string {
  return text.replace(
    UNSPACED,
    (run) => ` ${Array.from(segmenter.segment(run), ({ segment }) => segment).join(' ')} `,
  )
}

/** A text as it is indexed: in the form that words are compared in, and with words whole that a line end cuts. */
export function searchable(text: string): string {
  // Before folding: a soft hyphen at a line end tells of a word that goes on.
  const folded = fold(text.replace(/\u00ad\s*\n\s*/g, ''))
  const whole = MAY_BE_CUT.test(folded)
    ? folded.replace(CUT, (all, before: string, after: string) => `${all} ${before}${after}`)
    : folded
  return spaced(whole.replace(BROKEN, '$1'))
}

/** The words of a path: `notes/HomeWifi_2.txt` is found by `wifi`. */
export function wordsOfPath(path: string): string {
  const parts = path.replace(/[/\\._-]+/g, ' ')
  const split = parts.replace(/(\p{Ll})(?=\p{Lu})|(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu, '$& ')
  return searchable(split === parts ? parts : `${parts} ${split}`)
}

/** The different words of a query, in order. */
export function wordsOf(query: string): string[] {
  return [...new Set(spaced(fold(query.normalize('NFC')).toLowerCase()).match(WORD))]
}
