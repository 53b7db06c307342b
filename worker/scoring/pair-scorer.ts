import { RerankError } from '../../src/protocol/errors.js'
import type { Model } from '../model/types.js'
import { createPairMaker, encodeDocument } from '../text/pair-encoder.js'
import type { PairMaker } from '../text/types.js'
import { CPU_LIMITS, padBatch } from './batches.js'
import { memoryOr } from './memory-error.js'
import type { PieceDocument, PieceResult, Task } from './types.js'

/** Scores pieces of requests on a CPU, each pair by itself and at its exact length. */
export interface PieceRunner {
  /** The query's encoding: the last one is kept, since pieces of one request come in a row. */
  makerOf(task: Task): PairMaker
  run(task: Task, documents: readonly PieceDocument[], checkpoint: () => Promise<void>): Promise<PieceResult>
}

export function createPieceRunner({ reader, session }: Pick<Model, 'reader' | 'session'>): PieceRunner {
  let last: { name: string; maker: PairMaker } | undefined
  const makerOf = ({ query, length }: Task): PairMaker => {
    const name = JSON.stringify([query, length])
    if (last?.name !== name) last = { name, maker: createPairMaker(reader, query, length) }
    return last.maker
  }
  return {
    makerOf,
    async run(task, documents, checkpoint) {
      const asked = performance.now()
      const maker = makerOf(task)
      const result: PieceResult = {
        scores: [],
        encodings: [],
        tokenize: performance.now() - asked,
        forward: 0,
      }
      for (const { index, text, encoding } of documents) {
        await checkpoint()
        const start = performance.now()
        const encoded = encoding ?? encodeDocument(reader, text, maker.need)
        const { pairs, tokens, truncated, counted } = maker.make(encoded, index)
        const tokenized = performance.now()
        let logit = Number.NEGATIVE_INFINITY
        for (const pair of pairs) {
          if (logit > Number.NEGATIVE_INFINITY) await checkpoint()
          const [value] = await session
            .run(padBatch([pair], reader.tokenizer.padId, CPU_LIMITS.multiple, reader.window))
            .catch((error) => {
              throw memoryOr(error)
            })
          if (!Number.isFinite(value))
            throw new RerankError('inference_failed', `the model answered ${value}`)
          logit = Math.max(logit, value!)
        }
        result.scores.push({ logit, tokens, truncated, counted })
        result.encodings.push(encoding ? undefined : encoded)
        result.tokenize += tokenized - start
        result.forward += performance.now() - tokenized
      }
      return result
    },
  }
}
