/**
 * Which words an answer may use in place of others: for each entry of a vocabulary its related entries, in columns. The
 * relations of entry `k` are `[starts[k], starts[k + 1])`.
 */
export interface RelatedTable {
  starts: Uint32Array
  /** In ascending order for each entry. */
  entries: Uint16Array
  /** Of each relation: 0 the closest. */
  strengths: Uint8Array
}

/** Strengths of a relation are below this. */
export const STRENGTHS = 3

/**
 * Reads related.bin, little-endian: two 32-bit counts, of entries and of relations; the entries that have relations
 * (16 bits each) and how many each has (8 bits, a byte of padding after an odd number); the related entries (16 bits),
 * and the strengths of these (2 bits, the first in the lowest).
 * @param vocabulary entries that the match table has
 * @throws RangeError where the bytes are no such table
 */
export function readRelatedTable(bytes: Uint8Array, vocabulary: number): RelatedTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 8) throw new RangeError(`a table of related words of ${bytes.length} bytes: no header`)
  const [words, pairs] = [view.getUint32(0, true), view.getUint32(4, true)]
  const [keysAt, countsAt] = [8, 8 + 2 * words]
  const entriesAt = countsAt + words + (words % 2)
  const strengthsAt = entriesAt + 2 * pairs
  const length = strengthsAt + Math.ceil(pairs / 4)
  if (bytes.length !== length)
    throw new RangeError(
      `a table of related words of ${bytes.length} bytes: ${words} entries with ${pairs} relations take ${length}`,
    )

  // A copy, since the place may be an odd one. Little-endian, as every machine that has a browser is.
  const entries = new Uint16Array(new Uint8Array(bytes.subarray(entriesAt, strengthsAt)).buffer)
  const strengths = new Uint8Array(pairs)
  for (let i = 0; i < pairs; i++) strengths[i] = (bytes[strengthsAt + (i >> 2)]! >> (2 * (i & 3))) & 3
  const tooWeak = strengths.indexOf(STRENGTHS)
  if (tooWeak >= 0) throw new RangeError(`relation ${tooWeak} has a strength of ${STRENGTHS}`)

  const starts = new Uint32Array(vocabulary + 1)
  let last = -1
  let read = 0
  for (let i = 0; i < words; i++) {
    const key = view.getUint16(keysAt + 2 * i, true)
    checkOrder(last, key, vocabulary, 'entries with relations')
    starts.fill(read, last + 1, key + 1)
    const end = read + bytes[countsAt + i]!
    if (end > pairs) throw new RangeError(`entry ${key} has relations past the ${pairs} that there are`)
    for (let before = -1; read < end; before = entries[read++]!) {
      const entry = entries[read]!
      // Asked here as well: there are many, and each error's text would be made in vain.
      if (entry <= before || entry >= vocabulary)
        checkOrder(before, entry, vocabulary, `the relations of entry ${key}`)
    }
    last = key
  }
  if (read < pairs) throw new RangeError(`${pairs - read} relations belong to no entry`)
  starts.fill(read, last + 1)
  return { starts, entries, strengths }
}

function checkOrder(before: number, entry: number, vocabulary: number, what: string): void {
  if (entry >= vocabulary)
    throw new RangeError(`${what}: entry ${entry} is none of the vocabulary's ${vocabulary}`)
  if (entry <= before) throw new RangeError(`${what}: entry ${entry} comes after entry ${before}`)
}
