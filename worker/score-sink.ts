import { RerankError } from '../src/shared/errors.js'
import type { ScoreChunk } from '../src/shared/protocol.js'
import type { PreparedDocument } from './prepare.js'

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
  documents: readonly PreparedDocument[],
  onScores: (chunk: ScoreChunk) => void,
  every: number,
): ScoreSink {
  const owner: number[] = []
  documents.forEach((document, index) => {
    for (const pair of document.pairs) owner[pair] = index
  })
  const waiting = documents.map((document) => document.pairs.length)
  const best = documents.map(() => Number.NEGATIVE_INFINITY)
  let finished: number[] = []
  let last = performance.now()

  const flush = () => {
    last = performance.now()
    if (finished.length === 0) return
    onScores({
      indices: Uint32Array.from(finished),
      logits: Float32Array.from(finished, (index) => best[index]!),
      tokens: Uint32Array.from(finished, (index) => documents[index]!.tokens),
      truncated: Uint8Array.from(finished, (index) => Number(documents[index]!.truncated)),
    })
    finished = []
  }

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
        if (waiting[index] === 0) finished.push(index)
      })
      if (bad !== undefined) throw new RerankError('inference_failed', `the model answered ${bad}`)
      if (performance.now() - last >= every) flush()
    },
    flush,
  }
}
