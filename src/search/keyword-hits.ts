import type { ExpandedWord } from '../protocol/word-match.js'
import type { Hit } from './types.js'

/**
 * Those of a first stage's hits that have a word of the query that says something: what is shown where nothing answers. A
 * hit for function words alone is none.
 */
export function keywordHits<P>(hits: readonly Hit<P>[], expanded: readonly ExpandedWord[]): Hit<P>[] {
  const words = expanded
    .filter(({ strength }) => strength === 'same')
    .flatMap(({ word, forms }) => [word, ...forms])
  if (words.length === 0) return []
  const pattern = new RegExp(words.map(patternOf).join('|'), 'iu')
  return hits.filter(
    ({ title, text, url, matched, subResults = [] }) =>
      matched !== false &&
      [title, url, text, ...subResults.flatMap((part) => [part.title, part.text])].some(
        (part) => part !== undefined && pattern.test(part.normalize('NFC')),
      ),
  )
}

/** A word of letters with spaces between words has to stand by itself, and may have an ending. */
function patternOf(word: string): string {
  const text = word.normalize('NFC').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{M}]+$/u.test(word)
    ? `(?<![\\p{L}\\p{N}])${text}(?:\\p{L}{1,3})?(?![\\p{L}\\p{N}])`
    : text
}
