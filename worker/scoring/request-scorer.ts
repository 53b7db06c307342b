import type { FuseWeight, ModelCard } from '../../src/protocol/model-card.js'
import type { ScoreChunk, ScoreReport, ScoreRequest, WorkersWanted } from '../../src/protocol/worker-api.js'
import type { Model } from '../model/types.js'
import type { PiecePool } from '../parallel/coordinator.js'
import { encodeDocument, shareOfPieces } from '../text/pair-encoder.js'
import type { PieceCounts } from '../text/types.js'
import { scoreBatches } from './batch-scorer.js'
import type { Cache } from './cache.js'
import { createScoreChunks } from './score-stream.js'
import type { DocumentScore, PieceDocument, Work } from './types.js'

/** How much a first stage weighs beside a model whose card does not say. */
const FUSE_WEIGHT: FuseWeight = { given: 0.5, bm25: 0.5 }

/** Scores of a CPU, which come one by one, are handed on at most once in these many milliseconds. */
const TELL_EVERY = 16

/** Scores requests with a model: what is known from memory first, then the rest. */
export interface Scorer {
  readonly model: Model
  readonly cache: Cache
  score(
    request: ScoreRequest,
    onScores: (message: ScoreChunk | WorkersWanted) => void,
    checkpoint: () => Promise<void>,
  ): Promise<ScoreReport>
}

/** @param pool scores on a CPU; absent, all is done in batches, as a GPU wants it */
export function createScorer(model: Model, cache: Cache, pool: PiecePool | undefined): Scorer {
  /** Documents of a request in batches. */
  const inBatches = (
    request: ScoreRequest,
    documents: readonly PieceDocument[],
    finish: (document: PieceDocument, score: DocumentScore) => void,
    checkpoint: () => Promise<void>,
  ): Promise<Work> => {
    const texts = documents.map(({ text }) => text)
    const encode = (text: string, need: number) => {
      const known = cache.encoding(text, need)
      if (known) return known
      const encoding = encodeDocument(model.reader, text, need)
      cache.keepEncoding(text, encoding)
      return encoding
    }
    return scoreBatches(
      model,
      { ...request, documents: texts },
      (chunk, prepared) =>
        chunk.indices.forEach((index, i) => {
          finish(documents[index]!, { ...prepared[index]!, logit: chunk.logits[i]! })
        }),
      checkpoint,
      encode,
    )
  }

  return {
    model,
    cache,
    async score(request, onScores, checkpoint) {
      const start = performance.now()
      const known = cache.scores(request.query, request.length)
      const chunks = createScoreChunks(onScores, pool ? TELL_EVERY : 0)
      const counted: PieceCounts = { tokens: 0, pieces: 0 }
      const finish = (index: number, score: DocumentScore) => {
        chunks.add(index, score)
        counted.tokens += score.counted.tokens
        counted.pieces += score.counted.pieces
      }
      const rest: PieceDocument[] = []
      for (const [index, text] of request.documents.entries()) {
        const score = known.get(text)
        if (score) finish(index, score)
        else rest.push({ index, text })
      }
      chunks.flush()
      const encodings = rest.filter(({ text }) => cache.encoding(text, 1)).length

      const done = ({ index, text }: PieceDocument, score: DocumentScore) => {
        const { logit, tokens, truncated, counted } = score
        known.keep(text, { logit, tokens, truncated, counted })
        finish(index, score)
        chunks.tick()
      }
      let work: Work = { tokenize: 0, forward: 0 }
      try {
        if (rest.length > 0)
          work = pool
            ? await pool.run(request, rest, done, (workers) => onScores({ workers }), checkpoint)
            : await inBatches(request, rest, done, checkpoint)
      } finally {
        chunks.flush()
      }
      // Work of several workers took less time than it was.
      const elapsed = performance.now() - start
      const tokenize = (elapsed * work.tokenize) / Math.max(1e-9, work.tokenize + work.forward)
      return {
        tokenize,
        score: elapsed - tokenize,
        fuseWeight: fuseWeight(model.card, shareOfPieces(counted)),
        cached: { scores: request.documents.length - rest.length, encodings },
      }
    },
  }
}

function fuseWeight({ fuseWeight = FUSE_WEIGHT, foreign }: ModelCard, pieces: number): FuseWeight {
  return foreign && pieces > foreign.pieces ? foreign.fuseWeight : fuseWeight
}
