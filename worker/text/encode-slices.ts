import { betweenCharacters, type Cut, endOfSlice, SLICE } from './slices.js'
import type { Slice } from './types.js'

type Encode = (text: string) => number[]

/** Characters on either side of a cut that are read together, to see whether a token ends there. */
const CONTEXT = 32
/** Places that are tried for a cut in text without spaces. */
const TRIES = 16

/**
 * The ids of a text slice by slice. They are those of the whole text: a slice that does not begin between two words is
 * read with what comes before it, whose ids are left out again, and is cut where a token ends. Only in a run of characters
 * that is one token, or none, for thousands of characters is there no such place.
 * @param encode ids of a short text
 */
export function* encodeSlices(text: string, encode: Encode): Generator<Slice> {
  let context = ''
  for (let from = 0; from < text.length; ) {
    const cut = endOfToken(text, from, encode)
    yield { ids: encodeAfter(context, text.slice(from, cut.at), encode), end: cut.at }
    context = cut.betweenWords ? '' : contextBefore(text, cut.at)
    from = cut.at
  }
}

/** Ids of a text after another: all of the two but the first's, where these are the beginning of both. */
function encodeAfter(context: string, text: string, encode: Encode): number[] {
  if (context === '') return encode(text)
  const before = encode(context)
  const both = encode(context + text)
  return before.every((id, i) => id === both[i]) ? both.slice(before.length) : encode(text)
}

/** As {@link endOfSlice}; in text without spaces the nearest place where a token ends. */
function endOfToken(text: string, from: number, encode: Encode): Cut {
  const cut = endOfSlice(text, from)
  if (cut.betweenWords || cut.at === text.length) return cut
  for (let at = cut.at, tries = 0; tries < TRIES && at > from + SLICE / 2; tries++) {
    const [before, after] = [
      contextBefore(text, at),
      text.slice(at, betweenCharacters(text, at, at + CONTEXT)),
    ]
    const [left, both] = [encode(before), encode(before + after)]
    if (left.length < both.length && left.every((id, i) => id === both[i])) return { at, betweenWords: false }
    at = betweenCharacters(text, from, at - 1)
  }
  return cut
}

function contextBefore(text: string, at: number): string {
  return text.slice(betweenCharacters(text, Math.max(0, at - 2 * CONTEXT), at - CONTEXT), at)
}
