import type { FuseWeight } from '../protocol/model-card.js'
import type { EngineInfo } from '../protocol/scoring.js'
import type { Fusion } from '../wire/fuse.js'
import type { Scored } from '../wire/response.js'
import { rankStages } from '../wire/stages.js'
import type { Cascade } from './cascade.js'
import { idOf } from './model-id.js'
import type { PartialAnswer } from './score-attempt.js'

/** What one model scored of a request. */
export interface Part {
  /** The model's id. */
  model: string
  /** Positions of the documents that it was asked for, in the order of its answer. */
  order: readonly number[]
  answer: PartialAnswer
  info: EngineInfo
  /** How much a first stage weighs beside the model. Default: not known yet. */
  fuseWeight?: FuseWeight
}

/** What is told beside the scores. */
export interface JoinFacts {
  /** The reranker's own model. */
  model: string
  /** How many documents the request has. */
  count: number
  cascade: Cascade | undefined
  /** What each model's scores are blended with. Default: with nothing. */
  fusion: Fusion | undefined
  /** Whether all scores are there. */
  complete: boolean
  /** Milliseconds that all parts waited for models to be loaded. */
  waited: number
}

/**
 * The scores of several models as one answer.
 * @param parts that of the reranker's own model first
 */
export function joinParts(
  parts: readonly Part[],
  { model, count, cascade, fusion, complete, waited }: JoinFacts,
): Scored {
  // BM25 is asked for once, of all documents.
  const bm25 = parts.find(({ answer }) => answer.bm25)?.answer.bm25
  const stages = parts.map(({ model, order, answer, fuseWeight }) => {
    const logits = place(answer.logits, order)
    const blended = fusion?.blendSome(logits, bm25, fuseWeight)
    return { model, logits: blended?.logits ?? logits, modelLogits: logits, fused: blended?.fused }
  })
  const fused = stages[0]?.fused
  const ranking = rankStages(stages, count)
  const tokens = parts.map(({ answer, order }) => place(answer.tokens, order))
  const sum = (of: (answer: PartialAnswer) => number) =>
    parts.reduce((total, { answer }) => total + of(answer), 0)
  return {
    ...ranking,
    tokens: Array.from({ length: count }, (_, i) => tokens.reduce((total, of) => total + (of[i] ?? 0), 0)),
    truncated: parts
      .flatMap(({ model, order, answer }) =>
        // Of a document that two models read, the score's own model tells.
        answer.truncated.map((i) => order[i]!).filter((position) => ranking.scoredBy[position] === model),
      )
      .sort((a, b) => a - b),
    cached: { scores: sum(({ cached }) => cached.scores), encodings: sum(({ cached }) => cached.encodings) },
    timings: {
      queue: sum(({ timings }) => timings.queue),
      load: waited + sum(({ timings }) => timings.load),
      tokenize: sum(({ timings }) => timings.tokenize),
      score: sum(({ timings }) => timings.score),
    },
    info: describe(parts, model),
    complete,
    scored: countBy(ranking.scoredBy),
    ...(fused && { fused }),
    ...(cascade && { cascade: { first: idOf(cascade.first), keep: cascade.keep } }),
  }
}

/** Numbers by the position of their documents. */
function place(values: readonly number[], order: readonly number[]): (number | undefined)[] {
  const placed: (number | undefined)[] = []
  values.forEach((value, i) => {
    placed[order[i]!] = value
  })
  return placed
}

/** Where the request ran. The floor and the version of another model than the reranker's own say nothing of its scores. */
function describe(parts: readonly Part[], model: string): Scored['info'] {
  const own = parts.find((part) => part.model === model)
  if (own) return own.info
  if (!parts[0]) return { device: 'none', reason: 'the model was not loaded yet' }
  const { floor: _, modelVersion: __, ...info } = parts[0].info
  return info
}

function countBy(names: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
