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

/** Keys of words are kept below this prime. */
const MODULUS = 2147483647
const BASE = 16384

/** A word of a text. */
export interface Word {
  /** Equal for equal words, and for forms of a word that share their stem. */
  key: number
  /** How rare it is: an integer. */
  weight: number
  /** Its first piece where that is rare enough to tell something, else -1. */
  first: number
  /** Its tokens, `[start, end)`. */
  start: number
  end: number
}

/**
 * Reads match.bin: one byte of idf, two of stem and one of flags an entry, each column by itself, little-endian.
 * @throws RangeError where the length is none that such a file can have
 */
export function readMatchTable(bytes: Uint8Array): MatchTable {
  const entries = bytes.length / 4
  if (entries === 0 || !Number.isInteger(entries)) {
    throw new RangeError(`a match table of ${bytes.length} bytes: not 4 bytes an entry`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + entries, 2 * entries)
  return {
    idf: bytes.slice(0, entries),
    stem: Uint16Array.from({ length: entries }, (_, id) => view.getUint16(2 * id, true)),
    flags: bytes.slice(3 * entries),
  }
}

/** How many tokens are of words, and how many of these continue one: many, in a language the vocabulary lacks. */
export function countPieces(
  { flags }: MatchTable,
  ids: ArrayLike<number>,
): { tokens: number; pieces: number } {
  let tokens = 0
  let pieces = 0
  for (let i = 0; i < ids.length; i++) {
    const flag = flags[ids[i]!] ?? SKIP
    if (flag & SKIP) continue
    tokens++
    if (flag & CONTINUES) pieces++
  }
  return { tokens, pieces }
}

/** Joins tokens to words. An id that the table lacks belongs to no word. */
export function readWords(
  { idf, stem, flags }: MatchTable,
  ids: ArrayLike<number>,
  { weightCap, partialMin }: { weightCap: number; partialMin: number },
): Word[] {
  const words: Word[] = []
  let open: Word | undefined
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    const flag = flags[id] ?? SKIP
    if (flag & SKIP) {
      open = undefined
    } else if (flag & CONTINUES && open) {
      // Exact: below 2^31 times 2^14, in a double.
      if (stem[id]) open.key = (open.key * BASE + stem[id]) % MODULUS
      open.weight = Math.min(weightCap, open.weight + idf[id]!)
      open.end = i + 1
    } else {
      const key = stem[id]! || id
      const first = idf[id]! >= partialMin ? key : -1
      open = { key, weight: Math.min(weightCap, idf[id]!), first, start: i, end: i + 1 }
      words.push(open)
    }
  }
  return words
}
