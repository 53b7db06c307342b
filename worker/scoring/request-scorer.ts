import type { FuseWeight, ModelCard } from '../../src/protocol/model-card.js'
import type { ScoreChunk, ScoreReport, ScoreRequest, WorkersWanted } from '../../src/protocol/worker-api.js'
import { shareOfSubwords } from '../text/pair-encoder.js'
import type { SubwordCounts } from '../text/types.js'
import type { Cache } from './cache.js'
import { createScoreChunks } from './score-stream.js'
import { TimeUp } from './time-up.js'
import type { DocumentScore, DocumentScorer, ScoringDocument, Work } from './types.js'

/** How much a first stage weighs beside a model whose card does not say. */
const FUSE_WEIGHT: FuseWeight = { given: 0.5, bm25: 0.5 }

/** Scores requests: what is known from memory first, then the rest. */
export interface RequestScorer {
  score(
    request: ScoreRequest,
    onScores: (message: ScoreChunk | WorkersWanted) => void,
    checkpoint: () => Promise<void>,
  ): Promise<ScoreReport>
}

export function createRequestScorer(
  card: Pick<ModelCard, 'fuseWeight' | 'foreign'>,
  cache: Cache,
  scorer: DocumentScorer,
): RequestScorer {
  return {
    async score(request, onScores, checkpoint) {
      const start = performance.now()
      const known = cache.scores(request.query, request.length, request.instruction)
      const chunks = createScoreChunks(onScores, scorer.every)
      const counted: SubwordCounts = { tokens: 0, subwords: 0 }
      const finish = (index: number, score: DocumentScore) => {
        chunks.add(index, score)
        counted.tokens += score.counted.tokens
        counted.subwords += score.counted.subwords
      }
      const rest: ScoringDocument[] = []
      for (const [index, text] of request.documents.entries()) {
        const score = known.get(text)
        if (score) finish(index, score)
        else rest.push({ index, text })
      }
      chunks.flush()
      const encodings = rest.filter(({ text }) => cache.encoding(text, 1)).length

      const done = ({ index, text }: ScoringDocument, score: DocumentScore) => {
        const { logit, tokens, truncated, counted } = score
        known.keep(text, { logit, tokens, truncated, counted })
        finish(index, score)
        chunks.tick()
      }
      let work: Work = { tokenize: 0, forward: 0 }
      try {
        const listener = { done, want: (workers: number) => onScores({ workers }) }
        if (rest.length > 0) work = await scorer.score(request, rest, listener, checkpoint)
      } catch (error) {
        if (!(error instanceof TimeUp)) throw error
      } finally {
        chunks.flush()
      }
      // Work of several workers took less time than it was.
      const queue = work.waited ?? 0
      const elapsed = performance.now() - start - queue
      const tokenize = (elapsed * work.tokenize) / Math.max(1e-9, work.tokenize + work.forward)
      return {
        queue,
        tokenize,
        score: elapsed - tokenize,
        fuseWeight: fuseWeight(card, shareOfSubwords(counted)),
        cached: { scores: request.documents.length - rest.length, encodings },
      }
    },
  }
}

function fuseWeight(
  { fuseWeight = FUSE_WEIGHT, foreign }: Pick<ModelCard, 'fuseWeight' | 'foreign'>,
  share: number,
): FuseWeight {
  return foreign && share > foreign.pieces ? foreign.fuseWeight : fuseWeight
}
