const K1 = 0.9
const B = 0.4

/**
 * The words of a text: lower-case runs of letters and digits.
 * @param {string} text
 * @returns {string[]}
 */
function words(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/**
 * How many different words of the query each document has.
 * @param {string} query
 * @param {readonly string[]} documents
 */
export function overlap(query, documents) {
  const asked = new Set(words(query))
  return documents.map((document) => new Set(words(document).filter((word) => asked.has(word))).size)
}

/**
 * BM25 over these documents, as `fuse` has it (worker/scoring/bm25.ts; a test compares the two).
 * @param {string} query
 * @param {readonly string[]} documents
 */
export function bm25(query, documents) {
  const texts = documents.map(words)
  const average = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  const scores = documents.map(() => 0)
  for (const word of new Set(words(query))) {
    const counts = texts.map((text) => text.filter((other) => other === word).length)
    const spread = counts.filter((count) => count > 0).length
    const idf = Math.log(1 + (texts.length - spread + 0.5) / (spread + 0.5))
    counts.forEach((count, i) => {
      if (count > 0)
        scores[i] += (idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * texts[i].length) / average))
    })
  }
  return scores
}
