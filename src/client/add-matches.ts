import type { WordMatch } from '../protocol/word-match.js'
import type { RerankResponse } from '../wire/response.js'

/**
 * Has each result of an answer tell where its words meet the query's. Loaded at first use, as few pages ask for it.
 * @param documents of the request
 * @param explain tells of each text its matches
 */
export async function addMatches(
  { results, webrerank }: RerankResponse,
  documents: readonly string[],
  explain: (texts: readonly string[]) => Promise<WordMatch[][]>,
): Promise<void> {
  const start = performance.now()
  const matches = await explain(results.map(({ index }) => documents[index]!))
  for (const [i, result] of results.entries()) result.matches = matches[i]!
  webrerank.timings.explain = performance.now() - start
}
