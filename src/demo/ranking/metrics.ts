/** How good an order is, by graded relevance. */
export interface Quality {
  /** nDCG of the first ten, with linear gain, as trec_eval computes it. */
  ndcg: number
  /** The reciprocal rank of the first relevant document; 0 where none is. */
  mrr: number
}

/** What an order is judged by. */
export interface Judged {
  documents: readonly unknown[]
  relevance?: readonly number[]
  judged?: readonly number[]
}

const CUT_OFF = 10

/** How good the order was and became; `undefined` without relevance grades. */
export function qualityChange(
  { documents, relevance, judged }: Judged,
  { results }: { results: readonly { index: number }[] },
): { before: Quality; after: Quality } | undefined {
  if (!relevance) return undefined
  const positions = documents.map((_, index) => index)
  const after = results.map(({ index }) => index)
  return {
    before: qualityOf(positions, relevance, judged),
    after: qualityOf(after, relevance, judged),
  }
}

/** The mean over several questions. */
export function meanOf(qualities: readonly Quality[]): Quality {
  const mean = (member: keyof Quality) =>
    qualities.reduce((sum, quality) => sum + quality[member], 0) / qualities.length
  return { ndcg: mean('ndcg'), mrr: mean('mrr') }
}

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
