import { RerankError } from '../../src/protocol/errors.js'
import { encodeDocument, preparePairs } from '../text/pair-encoder.js'
import type { PreparedDocument } from '../text/types.js'
import { planBatches } from './batches.js'
import type { Cache } from './cache.js'
import { isMemoryError, memoryOr } from './memory-error.js'
import type { DocumentScorer, ScoringModel } from './types.js'

/** Gathers logits of pairs into logits of documents. */
export interface LogitGatherer {
  /** @throws RerankError `inference_failed` where a logit is no finite number; the finite ones are kept. */
  take(pairs: readonly number[], logits: Float32Array): void
}

/** @param done called once for each document: with the best logit of its windows, when all of them are known */
export function createLogitGatherer(
  documents: readonly Pick<PreparedDocument, 'pairs'>[],
  done: (index: number, logit: number) => void,
): LogitGatherer {
  const owner: number[] = []
  documents.forEach((document, index) => {
    for (const pair of document.pairs) owner[pair] = index
  })
  const waiting = documents.map((document) => document.pairs.length)
  const best = documents.map(() => Number.NEGATIVE_INFINITY)
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
        if (waiting[index] === 0) done(index, best[index]!)
      })
      if (bad !== undefined) throw new RerankError('inference_failed', `the model answered ${bad}`)
    },
  }
}

/** Scores documents in batches: all are tokenized first, so that pairs of like lengths come together. */
export function createBatchScorer(
  { session, input, limits }: ScoringModel,
  cache: Pick<Cache, 'encoding' | 'keepEncoding'>,
): DocumentScorer {
  const encode = (text: string, maxIds: number) => {
    const known = cache.encoding(text, maxIds)
    if (known) return known
    const encoding = encodeDocument(input, text, maxIds)
    cache.keepEncoding(text, encoding)
    return encoding
  }
  return {
    every: 0,
    async score(request, documents, { done }, checkpoint) {
      const start = performance.now()
      const texts = documents.map(({ text }) => text)
      const prepared = await preparePairs(input, { ...request, documents: texts }, checkpoint, encode)
      const tokenized = performance.now()
      // What was scored before a failure is kept: the next worker goes on from there.
      const gatherer = createLogitGatherer(prepared.documents, (index, logit) => {
        const { tokens, truncated, counted } = prepared.documents[index]!
        done(documents[index]!, { logit, tokens, truncated, counted })
      })
      const run = async (batch: readonly number[]): Promise<void> => {
        await checkpoint()
        try {
          gatherer.take(batch, await session.run(batch.map((index) => prepared.pairs[index]!)))
        } catch (error) {
          if (batch.length === 1 || !isMemoryError(error)) throw memoryOr(error)
          const half = batch.length >> 1
          await run(batch.slice(0, half))
          await run(batch.slice(half))
        }
      }
      const lengths = prepared.pairs.map((pair) => pair.ids.length)
      for (const batch of planBatches(lengths, limits)) await run(batch)
      return { tokenize: tokenized - start, forward: performance.now() - tokenized }
    },
  }
}
