const K1 = 0.9
const B = 0.4

/** The words of a text: lower-case runs of letters and digits. */
function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** BM25 over the documents of one request: the first stage of a request that comes without one. */
export interface Bm25 {
  /** Takes the next document. */
  add(document: string): void
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
  const spread = new Map(words(query).map((word) => [word, 0]))
  /** How often each document has which of them. */
  const counts: Map<string, number>[] = []
  const lengths: number[] = []
  return {
    add(document) {
      const count = new Map<string, number>()
      const all = words(document)
      for (const word of all) if (spread.has(word)) count.set(word, (count.get(word) ?? 0) + 1)
      for (const word of count.keys()) spread.set(word, spread.get(word)! + 1)
      counts.push(count)
      lengths.push(all.length)
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
