/** How good an order is, by graded relevance. */
export interface Quality {
  /** nDCG of the first ten, with linear gain, as trec_eval computes it. */
  ndcg: number
  /** The reciprocal rank of the first relevant document; 0 where none is. */
  mrr: number
}

const CUT_OFF = 10

/**
 * @param order positions of the documents, best first
 * @param relevance grades of the documents by position
 * @param judged all positive grades of the query. Default: those of the documents
 */
export function qualityOf(
  order: readonly number[],
  relevance: readonly number[],
  judged: readonly number[] = relevance,
): Quality {
  const grades = order.map((index) => relevance[index] ?? 0)
  const ideal = gain(judged.toSorted((a, b) => b - a))
  const first = grades.findIndex((grade) => grade > 0)
  return { ndcg: ideal === 0 ? 0 : gain(grades) / ideal, mrr: first < 0 ? 0 : 1 / (first + 1) }
}

function gain(grades: readonly number[]): number {
  return grades.slice(0, CUT_OFF).reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0)
}
