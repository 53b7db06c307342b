/**
 * Characters of a text that are read at once. Tokenizers take a few milliseconds for so many, so that a request can be
 * cancelled in between; and their regular expressions, which overflow the stack on some millions, have room.
 */
export const SLICE = 2048

/** A place where a text is cut. */
export interface Cut {
  /** Characters before it. */
  at: number
  /** Whether a single space follows, with words on both sides: every tokenizer family reads these apart. */
  betweenWords: boolean
}

/**
 * Where a slice of a text ends: at the last place between two words, else at the last white space, else between two
 * characters that are not one grapheme.
 * @param from where the slice begins
 */
export function endOfSlice(text: string, from: number, size = SLICE): Cut {
  if (from + size >= text.length) return { at: text.length, betweenWords: false }
  const end = from + size
  for (let at = end; at > from; at--)
    if (text[at] === ' ' && at + 1 < text.length && !isSpace(text, at - 1) && !isSpace(text, at + 1))
      return { at, betweenWords: true }
  for (let at = end; at > from; at--)
    if (isSpace(text, at) && !isSpace(text, at - 1)) return { at, betweenWords: false }
  return { at: betweenCharacters(text, from, end), betweenWords: false }
}

/** A text in slices, for what may be cut wherever a word may be. */
export function* slicesOf(text: string, size = SLICE): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const { at } = endOfSlice(text, from, size)
    yield text.slice(from, at)
    from = at
  }
}

/** Marks and joiners that are looked back over, at most: no writing has more on one letter. */
const MOST_MARKS = 64

/** The last place up to `end` that parts no surrogates, and no letter from its marks. */
export function betweenCharacters(text: string, from: number, end: number): number {
  const least = Math.max(from + 1, end - MOST_MARKS)
  for (let at = end; at >= least; at--)
    if (!/^(?:[\udc00-\udfff\p{M}\u200d]|\ufe0f)/u.test(text.slice(at, at + 2)) && text[at - 1] !== '\u200d')
      return at
  return isLowSurrogate(text, end) && end - 1 > from ? end - 1 : end
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(text[at]!))
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}
