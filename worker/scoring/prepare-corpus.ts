import { defaultMaxIds, encodeDocument } from '../text/pair-encoder.js'
import type { PairInput } from '../text/pair-input.js'
import type { Cache } from './cache.js'

/** Progress is told at most once in these many milliseconds. */
const TELL_EVERY = 50

/**
 * Encodes documents that are not in memory.
 * @param onProgress told how many documents are done
 * @param checkpoint called before each document
 * @returns how many of them are in memory at the end: fewer than all, where the bound is too small for them
 */
export async function prepareCorpus(
  input: PairInput,
  cache: Cache,
  documents: readonly string[],
  onProgress: (done: number) => void,
  checkpoint: () => Promise<void>,
): Promise<number> {
  const maxIds = defaultMaxIds(input)
  let last = performance.now()
  for (const [index, text] of documents.entries()) {
    await checkpoint()
    if (!cache.encoding(text, maxIds))
      cache.keepEncoding(text, await encodeDocument(input, text, maxIds, checkpoint))
    if (performance.now() - last < TELL_EVERY) continue
    last = performance.now()
    onProgress(index + 1)
  }
  onProgress(documents.length)
  return documents.filter((text) => cache.encoding(text, maxIds)).length
}
