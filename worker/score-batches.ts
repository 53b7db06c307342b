import type { ScoreChunk, ScoreRequest } from '../src/shared/protocol.js'
import { padBatch, planBatches } from './batches.js'
import { isMemoryError, memoryOr } from './memory-error.js'
import type { Model } from './model.js'
import { type Encoding, encodeDocument, type PreparedDocument, preparePairs } from './prepare.js'
import { createScoreSink } from './score-sink.js'

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
