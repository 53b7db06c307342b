import type { TextVectors } from '../../src/protocol/text-vectors.js'
import { addEntry, fingerprintOf } from './match/vectors.js'
import type { PairInput } from './pair-input.js'
import type { Checkpoint } from './types.js'

/** The largest number of a vector. */
const LARGEST = 127

/**
 * Vectors of texts: sums of their tokens' vectors, each times its weight, as match types have them of a whole document. A byte
 * a coordinate finds as much as a float does (docs/decisions/0041-passage-vectors.md).
 */
export async function vectorsOf(
  { tokenizer, match }: PairInput,
  texts: readonly string[],
  checkpoint: Checkpoint,
): Promise<TextVectors> {
  const vectors = match?.vectors
  if (!vectors) return { size: 0, data: new Int8Array() }
  const { size } = vectors
  const data = new Int8Array(texts.length * size)
  for (const [i, text] of texts.entries()) {
    const sum = new Float64Array(size)
    for (const { ids } of tokenizer.slices(text)) {
      await checkpoint()
      for (const id of ids) addEntry(sum, vectors, id)
    }
    const largest = sum.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
    if (largest > 0)
      data.set(
        sum.map((x) => Math.round((x / largest) * LARGEST)),
        i * size,
      )
  }
  return { size, data, table: fingerprintOf(vectors) }
}
