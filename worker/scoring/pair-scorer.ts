import { RerankError } from '../../src/protocol/errors.js'
import { createPairMaker, encodeDocument } from '../text/pair-encoder.js'
import type { Pair, PairMaker } from '../text/types.js'
import { memoryOr } from './memory-error.js'
import type { ScoringDocument, ScoringModel, ShardResult, Task } from './types.js'

/** Scores documents on a CPU, each pair by itself and at its exact length. */
export interface PairScorer {
  /** The query's encoding: the last one is kept, since shards of one request come in a row. */
  makerOf(task: Task): PairMaker
  score(
    task: Task,
    documents: readonly ScoringDocument[],
    checkpoint: () => Promise<void>,
  ): Promise<ShardResult>
}

export function createPairScorer({ input, session }: Pick<ScoringModel, 'input' | 'session'>): PairScorer {
  let last: { name: string; maker: PairMaker } | undefined
  const makerOf = ({ query, length }: Task): PairMaker => {
    const name = JSON.stringify([query, length])
    if (last?.name !== name) last = { name, maker: createPairMaker(input, query, length) }
    return last.maker
  }
  /** The best logit of a document's windows. */
  const bestOf = async (pairs: readonly Pair[], checkpoint: () => Promise<void>): Promise<number> => {
    let best = Number.NEGATIVE_INFINITY
    for (const pair of pairs) {
      if (best > Number.NEGATIVE_INFINITY) await checkpoint()
      const [logit] = await session.run([pair]).catch((error) => {
        throw memoryOr(error)
      })
      if (!Number.isFinite(logit)) throw new RerankError('inference_failed', `the model answered ${logit}`)
      best = Math.max(best, logit!)
    }
    return best
  }
  return {
    makerOf,
    async score(task, documents, checkpoint) {
      const asked = performance.now()
      const maker = makerOf(task)
      const result: ShardResult = {
        scores: [],
        encodings: [],
        tokenize: performance.now() - asked,
        forward: 0,
      }
      for (const { index, text, encoding } of documents) {
        await checkpoint()
        const start = performance.now()
        const encoded = encoding ?? encodeDocument(input, text, maker.maxIds)
        const { pairs, tokens, truncated, counted } = maker.make(encoded, index)
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
