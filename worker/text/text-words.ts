import type { TextSpan } from '../../src/protocol/word-match.js'
import { createWordReader } from './match/words.js'
import type { PairInput } from './pair-input.js'
import { betweenCharacters, SLICE } from './slices.js'

/** What is known of a word, wherever it stands. */
export interface WordKey {
  /** Equal for equal words, and for forms of a word: a number as match types have it, else the word in lower case. */
  key: number | string
  /** Its first piece where that is rare enough to tell something, else -1. */
  first: number
  /** How rare it is. */
  weight: number
}

/** Letters and digits with their marks; a Chinese character stands by itself. */
const WORD = /\p{Script=Han}|[\p{L}\p{N}](?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])*/gu

/** Longer ones are no words to a tokenizer. */
const LONGEST = 100

/**
 * The words of a text, with their places in it.
 * @param limit words that start at this offset or later are left out
 */
export function* wordsOf(text: string, limit: number): Generator<TextSpan & { word: string }> {
  // A regular expression that is given millions of letters overflows the stack.
  const head = text.length > limit + SLICE ? text.slice(0, betweenCharacters(text, 0, limit + SLICE)) : text
  for (const { 0: word, index: start } of head.matchAll(WORD)) {
    if (start >= limit) return
    yield { word, start, end: start + word.length }
  }
}

/** Reads words one at a time, and remembers each. Without match types all weigh the same. */
export function createKeyReader({ tokenizer, match }: PairInput): (word: string) => WordKey {
  const known = new Map<string, WordKey>()
  const readIds = match && createWordReader(match.table, match.settings)
  const read = (word: string): WordKey => {
    const rest = { first: -1, weight: match?.settings.weightCap ?? 1 }
    if (readIds && word.length <= LONGEST) {
      const { count, keys, firsts, weights } = readIds(Int32Array.from(tokenizer.encode(word)))
      if (count === 1) return { key: keys[0]!, first: firsts[0]!, weight: weights[0]! }
    }
    // No word to the model, or several.
    return { key: word.normalize('NFKC').toLowerCase(), ...rest }
  }
  return (word) => {
    const found = known.get(word) ?? read(word)
    known.set(word, found)
    return found
  }
}
