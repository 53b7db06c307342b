/**
 * nDCG at a cut-off with linear gain, as trec_eval computes it: the sum of grade / log2(rank + 1).
 * @param {readonly number[]} grades grades of the ranked documents, the first first
 * @param {readonly number[]} judged all positive grades of the query, in any order: the ideal ranking
 * @param {number} cutOff
 */
export function ndcg(grades, judged, cutOff = 10) {
  const ideal = discountedGain(
    judged.toSorted((a, b) => b - a),
    cutOff,
  )
  return ideal === 0 ? 0 : discountedGain(grades, cutOff) / ideal
}

/**
 * The reciprocal rank of the first document with a positive grade; 0 where none is before the cut-off.
 * @param {readonly number[]} grades
 * @param {number} cutOff
 */
export function reciprocalRank(grades, cutOff = 10) {
  const rank = grades.slice(0, cutOff).findIndex((grade) => grade > 0)
  return rank < 0 ? 0 : 1 / (rank + 1)
}

function discountedGain(grades, cutOff) {
  return grades.slice(0, cutOff).reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0)
}
