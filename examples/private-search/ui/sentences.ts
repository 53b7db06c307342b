import type { Reranker } from 'webrerank'
import type { Range } from './excerpt.js'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** Shorter ones are labels and leftovers, which answer nothing. */
const SHORTEST = 12

/** The sentences of a text, without the space around them. */
export function sentencesOf(text: string): Range[] {
  const ranges = Array.from(segmenter.segment(text), ({ segment, index }) => {
    const start = index + segment.length - segment.trimStart().length
    return { start, end: start + segment.trim().length }
  }).filter(({ start, end }) => end > start)
  const long = ranges.filter(({ start, end }) => end - start >= SHORTEST)
  return long.length > 0 ? long : ranges
}

/** The sentence of each text that the reranker scores best; the same order, one request for all. */
export async function findBestSentences(
  reranker: Reranker,
  query: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<(Range | undefined)[]> {
  const sentences = texts.flatMap((text, owner) => sentencesOf(text).map((range) => ({ owner, range })))
  const best = new Array<Range | undefined>(texts.length)
  if (sentences.length === 0) return best
  const documents = sentences.map(({ owner, range }) => texts[owner]!.slice(range.start, range.end))
  const { results } = await reranker.rank({ query, documents, return_documents: false }, { signal })
  for (const { index } of results) {
    const { owner, range } = sentences[index]!
    best[owner] ??= range
  }
  return best
}
