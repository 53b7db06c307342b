import type { Cache } from './cache.js'
import { createPairScorer } from './pair-scorer.js'
import type { DocumentScorer, ScoringModel, Work } from './types.js'

/** Scores are handed on at most once in these many milliseconds. */
const TELL_EVERY = 16

/** Scores documents on a CPU one after the other, in this thread alone. */
export function createSequentialScorer(
  model: Pick<ScoringModel, 'input' | 'session'>,
  cache: Pick<Cache, 'encoding' | 'keepEncoding'>,
): DocumentScorer {
  const scorer = createPairScorer(model)
  return {
    every: TELL_EVERY,
    async score({ query, length, instruction }, documents, { done }, checkpoint) {
      const task = { query, length, instruction }
      const work: Work = { tokenize: 0, forward: 0 }
      const { maxIds } = await scorer.makerOf(task, checkpoint)
      for (const { index, text } of documents) {
        const encoding = cache.encoding(text, maxIds)
        const { scores, encodings, tokenize, forward } = await scorer.score(
          task,
          [{ index, text, encoding }],
          checkpoint,
        )
        if (encodings[0]) cache.keepEncoding(text, encodings[0])
        work.tokenize += tokenize
        work.forward += forward
        done({ index, text }, scores[0]!)
      }
      return work
    },
  }
}
