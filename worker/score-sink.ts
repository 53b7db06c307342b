import { RerankError } from '../src/shared/errors.js'
import type { ScoreChunk } from '../src/shared/protocol.js'
import type { PreparedDocument } from './prepare.js'
import { createScoreChunks } from './score-chunks.js'

/** Gathers logits of pairs into scores of documents and hands them on in parts. */
export interface ScoreSink {
  /** @throws RerankError `inference_failed` where a logit is no finite number; the finite ones are kept. */
  take(pairs: readonly number[], logits: Float32Array): void
  /** Hands on what is finished. */
  flush(): void
}

/**
 * @param every hands on at most once in these many milliseconds; 0: after each batch
 */
export function createScoreSink(
  documents: readonly Pick<PreparedDocument, 'pairs' | 'tokens' | 'truncated'>[],
  onScores: (chunk: ScoreChunk) => void,
  every: number,
): ScoreSink {
  const owner: number[] = []
  documents.forEach((document, index) => {
    for (const pair of document.pairs) owner[pair] = index
  })
  const waiting = documents.map((document) => document.pairs.length)
  const best = documents.map(() => Number.NEGATIVE_INFINITY)
  const chunks = createScoreChunks(onScores, every)

  return {
    take(pairs, logits) {
      let bad: number | undefined
      pairs.forEach((pair, row) => {
        const index = owner[pair]!
        const logit = logits[row]!
        if (!Number.isFinite(logit)) {
          bad = logit
          return
        }
        best[index] = Math.max(best[index]!, logit)
        waiting[index]!--
        if (waiting[index] === 0) chunks.add(index, { ...documents[index]!, logit: best[index]! })
      })
      if (bad !== undefined) throw new RerankError('inference_failed', `the model answered ${bad}`)
      chunks.tick()
    },
    flush: chunks.flush,
  }
}
