import type { SubwordCounts } from '../types.js'

/** What is known of each entry of a vocabulary, by token id: see "Match types" in training/README.md. */
export interface MatchTable {
  /** How rare the entry is. */
  idf: Uint8Array
  /** An entry that stands for all forms of its word; 0: the entry itself. */
  stem: Uint16Array
  flags: Uint8Array
}

/** Bits of {@link MatchTable.flags}: a token of no word (special, unknown, punctuation), and one inside a word. */
const SKIP = 1
const CONTINUES = 2

/** Flags of an entry that is no word by itself. */
export const SKIPPED = SKIP | CONTINUES

/** Keys of words are kept below this prime. */
const MODULUS = 2147483647
const BASE = 16384

/** The words of a text, in columns: word `i` has the `i`th number of each. Columns go on past the last word. */
export interface Words {
  count: number
  /** Equal for equal words, and for forms of a word that share their stem. */
  keys: Int32Array
  /** How rare each is: an integer. */
  weights: Int32Array
  /** The first subword of each where that is rare enough to tell something, else -1. A stem or an id. */
  firsts: Int32Array
  /** The tokens of each, `[start, end)`. */
  starts: Int32Array
  ends: Int32Array
  counted: SubwordCounts
}

/** Joins tokens to words. What it answers holds until the next text. */
export type WordReader = (ids: Int32Array) => Words

/**
 * Reads match.bin: one byte of idf, two of stem and one of flags an entry, each column by itself, little-endian.
 * @throws RangeError where the length is none that such a file can have
 */
export function readMatchTable(bytes: Uint8Array): MatchTable {
  const entries = bytes.length / 4
  if (entries === 0 || !Number.isInteger(entries)) {
    throw new RangeError(`a match table of ${bytes.length} bytes: not 4 bytes an entry`)
  }
  return {
    idf: bytes.slice(0, entries),
    // A copy, since the place may be an odd one.
    stem: new Uint16Array(new Uint8Array(bytes.subarray(entries, 3 * entries)).buffer),
    flags: bytes.slice(3 * entries),
  }
}

/** Stems are below this. */
export const STEMS = 65_536

/** Words that there is room for at first: as many as most queries have. */
const LEAST_ROOM = 32

/** An id that the table lacks belongs to no word. */
export function createWordReader(
  { idf, stem, flags }: MatchTable,
  { weightCap, partialMin }: { weightCap: number; partialMin: number },
): WordReader {
  let room = 0
  let words: Words
  const reserve = (length: number): void => {
    if (length <= room && words) return
    room = Math.max(LEAST_ROOM, 2 * room, length)
    const column = () => new Int32Array(room)
    words = {
      count: 0,
      ...{ keys: column(), weights: column(), firsts: column(), starts: column(), ends: column() },
      counted: { tokens: 0, subwords: 0 },
    }
  }
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: it runs once a token; calls in it cost a tenth of the time
  return (ids) => {
    reserve(ids.length)
    const { keys, weights, firsts, starts, ends } = words
    let tokens = 0
    let subwords = 0
    let last = -1
    let open = false
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!
      const flag = flags[id] ?? SKIP
      if (flag & SKIP) {
        open = false
        continue
      }
      tokens++
      if (flag & CONTINUES) subwords++
      if (flag & CONTINUES && open) {
        // Exact: below 2^31 times 2^14, in a double.
        if (stem[id]) keys[last] = (keys[last]! * BASE + stem[id]) % MODULUS
        weights[last] = Math.min(weightCap, weights[last]! + idf[id]!)
        ends[last] = i + 1
      } else {
        last++
        open = true
        const key = stem[id]! || id
        keys[last] = key
        weights[last] = Math.min(weightCap, idf[id]!)
        firsts[last] = idf[id]! >= partialMin ? key : -1
        starts[last] = i
        ends[last] = i + 1
      }
    }
    words.count = last + 1
    words.counted = { tokens, subwords }
    return words
  }
}
