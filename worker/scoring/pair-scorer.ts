import { RerankError } from '../../src/protocol/errors.js'
import { createPairMaker, encodeDocument } from '../text/pair-encoder.js'
import type { Checkpoint, DocumentPairs, PairMaker } from '../text/types.js'
import { createLru } from './lru.js'
import { memoryOr } from './memory-error.js'
import type { ScoringDocument, ScoringModel, ShardResult, Task } from './types.js'

/** Encodings of queries that are kept. */
const MAKERS = 16

/** Scores documents on a CPU, each pair by itself and at its exact length. */
export interface PairScorer {
  /** The query's encoding. Some are kept, since shards of a few requests come in turns. */
  makerOf(task: Task, checkpoint: Checkpoint): Promise<PairMaker>
  score(task: Task, documents: readonly ScoringDocument[], checkpoint: Checkpoint): Promise<ShardResult>
}

export function createPairScorer({ input, session }: Pick<ScoringModel, 'input' | 'session'>): PairScorer {
  const makers = createLru<PairMaker>(MAKERS)
  const makerOf = async (task: Task, checkpoint: Checkpoint): Promise<PairMaker> => {
    const { query, length, instruction } = task
    const name = JSON.stringify([query, length, instruction])
    const known = makers.get(name)
    if (known) return known
    const maker = await createPairMaker(input, task, checkpoint)
    makers.set(name, maker, 1)
    return maker
  }
  /** The best logit of a document's windows. */
  const bestOf = async ({ count, pair }: DocumentPairs, checkpoint: Checkpoint): Promise<number> => {
    let best = Number.NEGATIVE_INFINITY
    for (let window = 0; window < count; window++) {
      if (window > 0) await checkpoint()
      const [logit] = await session.run([pair(window)]).catch((error) => {
        throw memoryOr(error)
      })
      if (!Number.isFinite(logit)) throw new RerankError('inference_failed', `the model returned ${logit}`)
      best = Math.max(best, logit!)
    }
    return best
  }
  return {
    makerOf,
    async score(task, documents, checkpoint) {
      const asked = performance.now()
      const maker = await makerOf(task, checkpoint)
      const result: ShardResult = {
        scores: [],
        encodings: [],
        tokenize: performance.now() - asked,
        forward: 0,
      }
      for (const { index, text, encoding } of documents) {
        await checkpoint()
        const start = performance.now()
        const encoded = encoding ?? (await encodeDocument(input, text, maker.maxIds, checkpoint))
        const pairs = maker.make(encoded, index)
        const { tokens, truncated, counted } = pairs
        const tokenized = performance.now()
        const logit = await bestOf(pairs, checkpoint)
        result.scores.push({ logit, tokens, truncated, counted })
        result.encodings.push(encoding ? undefined : encoded)
        result.tokenize += tokenized - start
        result.forward += performance.now() - tokenized
      }
      return result
    },
  }
}
