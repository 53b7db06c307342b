import { slicesOf } from '../text/slices.js'
import type { Checkpoint } from '../text/types.js'

const K1 = 0.9
const B = 0.4

/** The words of a text: lower-case runs of letters and digits. Slice by slice, since a text may be a whole book. */
function* words(text: string): Generator<string[]> {
  for (const slice of slicesOf(text)) yield slice.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** BM25 over the documents of one request: the first stage of a request that comes without one. */
export interface Bm25 {
  /**
   * Takes the next document.
   * @param checkpoint called in the midst of a long one
   */
  add(document: string, checkpoint: Checkpoint): Promise<void>
  /** A score for each document, in the order they came. */
  scores(): Float64Array<ArrayBuffer>
}

/**
 * Scores are sums over the query's different words: idf x tf x (k1 + 1) / (tf + k1 x (1 - b + b x length / average
 * length)), with k1 0.9, b 0.4 and idf = ln(1 + (N - df + 0.5) / (df + 0.5)), lengths in words, all of it counted over
 * these documents. The weight of a fusion is tuned for these very scores: training/evaluate.py has the same formula.
 */
export function createBm25(query: string): Bm25 {
  /** In how many documents each of the query's words is. */
  const spread = new Map<string, number>()
  for (const some of words(query)) for (const word of some) spread.set(word, 0)
  /** How often each document has which of them. */
  const counts: Map<string, number>[] = []
  const lengths: number[] = []
  return {
    async add(document, checkpoint) {
      const count = new Map<string, number>()
      let length = 0
      for (const some of words(document)) {
        if (length > 0) await checkpoint()
        for (const word of some) if (spread.has(word)) count.set(word, (count.get(word) ?? 0) + 1)
        length += some.length
      }
      for (const word of count.keys()) spread.set(word, spread.get(word)! + 1)
      counts.push(count)
      lengths.push(length)
    },
    scores() {
      const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
      return Float64Array.from(counts, (count, i) => {
        const norm = K1 * (1 - B + (B * lengths[i]!) / average)
        let score = 0
        for (const [word, tf] of count) {
          const df = spread.get(word)!
          const idf = Math.log(1 + (counts.length - df + 0.5) / (df + 0.5))
          score += (idf * tf * (K1 + 1)) / (tf + norm)
        }
        return score
      })
    },
  }
}
