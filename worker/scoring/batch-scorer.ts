import { RerankError } from '../../src/protocol/errors.js'
import type { ScoreChunk, ScoreRequest } from '../../src/protocol/worker-api.js'
import type { Model } from '../model/types.js'
import { encodeDocument, preparePairs } from '../text/pair-encoder.js'
import type { Encoding, PreparedDocument } from '../text/types.js'
import { padBatch, planBatches } from './batches.js'
import { isMemoryError, memoryOr } from './memory-error.js'
import { createScoreChunks } from './score-stream.js'

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

/** How a request went. */
export interface BatchesReport {
  documents: PreparedDocument[]
  /** Milliseconds. */
  tokenize: number
  /** Milliseconds. */
  forward: number
}

/**
 * Scores documents in batches: all are tokenized first, so that pairs of like lengths come together.
 * @param encode where a document's ids come from
 */
export async function scoreBatches(
  { session, reader, limits }: Model,
  request: ScoreRequest,
  onScores: (chunk: ScoreChunk, documents: readonly PreparedDocument[]) => void,
  checkpoint: () => Promise<void>,
  encode: (text: string, need: number) => Encoding = (text, need) => encodeDocument(reader, text, need),
): Promise<BatchesReport> {
  const start = performance.now()
  const { pairs, documents } = await preparePairs(reader, request, checkpoint, encode)
  const tokenized = performance.now()

  const sink = createScoreSink(documents, (chunk) => onScores(chunk, documents), 0)
  const run = async (batch: readonly number[]): Promise<void> => {
    await checkpoint()
    const members = batch.map((index) => pairs[index]!)
    const padded = padBatch(members, reader.tokenizer.padId, limits.multiple, reader.window)
    try {
      sink.take(batch, await session.run(padded))
    } catch (error) {
      if (batch.length === 1 || !isMemoryError(error)) throw memoryOr(error)
      const half = batch.length >> 1
      await run(batch.slice(0, half))
      await run(batch.slice(half))
    }
  }
  try {
    const lengths = pairs.map((pair) => pair.ids.length)
    for (const batch of planBatches(lengths, limits)) await run(batch)
  } finally {
    // What was scored before a failure is kept: the next worker goes on from there.
    sink.flush()
  }
  return { documents, tokenize: tokenized - start, forward: performance.now() - tokenized }
}
