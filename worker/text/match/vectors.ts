/**
 * Vectors of a vocabulary's entries, whose weighted sums tell how alike two texts are in meaning. Row `id` of
 * `coordinates` has `size` integers from -7 to 7.
 */
export interface WordVectors {
  size: number
  coordinates: Int8Array
  /** By entry: 0 for one that says nothing. */
  weights: Uint8Array
}

/** Adds an entry's vector, times its weight, to a sum of `size` integers. An id that the table lacks has none. */
export function addEntry(sum: Float64Array, { size, coordinates, weights }: WordVectors, id: number): void {
  const weight = weights[id]
  if (!weight) return
  const row = id * size
  for (let k = 0; k < size; k++) sum[k]! += weight * coordinates[row + k]!
}

const fingerprints = new WeakMap<WordVectors, string>()

/**
 * Tells one table from another, in 8 hexadecimal digits: FNV-1a of 32 bits (draft-eastlake-fnv) over the weights and the
 * coordinates. It guards against mistakes, not against forgery.
 */
export function fingerprintOf(vectors: WordVectors): string {
  const known = fingerprints.get(vectors)
  if (known !== undefined) return known
  let hash = 0x811c9dc5
  for (const bytes of [vectors.weights, vectors.coordinates])
    for (const byte of bytes) hash = Math.imul(hash ^ (byte & 255), 0x01000193)
  const fingerprint = (hash >>> 0).toString(16).padStart(8, '0')
  fingerprints.set(vectors, fingerprint)
  return fingerprint
}

/**
 * Reads vectors.bin: a byte of weight for each entry, then its coordinates, two a byte, the first in the low bits, each
 * plus 8.
 * @param vocabulary entries that the match table has
 * @throws RangeError where the bytes are no such table
 */
export function readWordVectors(bytes: Uint8Array, vocabulary: number): WordVectors {
  const rowBytes = bytes.length / vocabulary - 1
  if (!Number.isInteger(rowBytes) || rowBytes < 1)
    throw new RangeError(
      `word vectors of ${bytes.length} bytes: not the same number for each of ${vocabulary} entries`,
    )
  const packed = bytes.subarray(vocabulary)
  const coordinates = new Int8Array(2 * packed.length)
  for (let i = 0; i < packed.length; i++) {
    coordinates[2 * i] = (packed[i]! & 15) - 8
    coordinates[2 * i + 1] = (packed[i]! >> 4) - 8
  }
  const wrong = coordinates.indexOf(-8)
  if (wrong >= 0)
    throw new RangeError(`word vectors: entry ${Math.floor(wrong / (2 * rowBytes))} has a coordinate of -8`)
  return { size: 2 * rowBytes, coordinates, weights: bytes.slice(0, vocabulary) }
}
