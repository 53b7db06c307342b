import { RerankError } from '../../src/protocol/errors.js'
import { encodeDocument, prepareDocuments } from '../text/pair-encoder.js'
import type { Checkpoint, DocumentPairs } from '../text/types.js'
import { planBatches } from './batches.js'
import type { Cache } from './cache.js'
import { isMemoryError, memoryOr } from './memory-error.js'
import type { DocumentScorer, ScoringModel } from './types.js'

/** Gathers logits of pairs into logits of documents. */
export interface LogitGatherer {
  /** @throws RerankError `inference_failed` where a logit is no finite number; the finite ones are kept. */
  take(pairs: readonly number[], logits: Float32Array): void
}

/**
 * @param counts how many pairs each document has: they are numbered in a row
 * @param done called once for each document: with the best logit of its windows, when all of them are known
 */
export function createLogitGatherer(
  counts: readonly number[],
  done: (index: number, logit: number) => void,
): LogitGatherer {
  const owner = ownersOf(counts)
  const waiting = [...counts]
  const best = counts.map(() => Number.NEGATIVE_INFINITY)
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
      if (bad !== undefined) throw new RerankError('inference_failed', `the model returned ${bad}`)
    },
  }
}

/** The document of each pair. */
function ownersOf(counts: readonly number[]): Uint32Array {
  const owner = new Uint32Array(counts.reduce((sum, count) => sum + count, 0))
  let at = 0
  counts.forEach((count, index) => {
    owner.fill(index, at, at + count)
    at += count
  })
  return owner
}

/** Pairs of several documents, numbered in a row. Each is made when it is asked for. */
function numberPairs(documents: readonly DocumentPairs[]) {
  const owner = ownersOf(documents.map(({ count }) => count))
  const starts = new Uint32Array(documents.length)
  for (let i = 1; i < documents.length; i++) starts[i] = starts[i - 1]! + documents[i - 1]!.count
  const windowOf = (pair: number) => pair - starts[owner[pair]!]!
  return {
    lengths: Array.from(owner, (index, pair) => documents[index]!.lengthOf(windowOf(pair))),
    make: (pair: number) => documents[owner[pair]!]!.pair(windowOf(pair)),
  }
}

/** Scores documents in batches: all are tokenized first, so that pairs of like lengths come together. */
export function createBatchScorer(
  { session, input, limits }: ScoringModel,
  cache: Pick<Cache, 'encoding' | 'keepEncoding'>,
): DocumentScorer {
  const encode = async (text: string, maxIds: number, checkpoint: Checkpoint) => {
    const known = cache.encoding(text, maxIds)
    if (known) return known
    const encoding = await encodeDocument(input, text, maxIds, checkpoint)
    cache.keepEncoding(text, encoding)
    return encoding
  }
  return {
    every: 0,
    async score(request, documents, { done }, checkpoint) {
      const start = performance.now()
      const texts = documents.map(({ text }) => text)
      const prepared = await prepareDocuments(
        input,
        { ...request, documents: texts },
        checkpoint,
        (text, maxIds) => encode(text, maxIds, checkpoint),
      )
      const pairs = numberPairs(prepared)
      const tokenized = performance.now()
      // What was scored before a failure is kept: the next worker goes on from there.
      const counts = prepared.map(({ count }) => count)
      const gatherer = createLogitGatherer(counts, (index, logit) => {
        const { tokens, truncated, counted } = prepared[index]!
        done(documents[index]!, { logit, tokens, truncated, counted })
      })
      const run = async (batch: readonly number[]): Promise<void> => {
        await checkpoint()
        try {
          gatherer.take(batch, await session.run(batch.map(pairs.make)))
        } catch (error) {
          if (batch.length === 1 || !isMemoryError(error)) throw memoryOr(error)
          const half = batch.length >> 1
          await run(batch.slice(0, half))
          await run(batch.slice(half))
        }
      }
      for (const batch of planBatches(pairs.lengths, limits, request.inOrder)) await run(batch)
      return { tokenize: tokenized - start, forward: performance.now() - tokenized }
    },
  }
}
