import { invalid } from '../protocol/errors.js'
import type { FuseWeight } from '../protocol/model-card.js'
import type { ScoringAnswer } from '../protocol/scoring.js'
import type { Fused } from './fuse-options.js'

/** A checked {@link FuseOptions} for one request. */
export interface Fusion {
  /** Whether the worker is to compute BM25. */
  bm25: boolean
  /** The answer with its logits blended, and the model's own beside them. */
  blend<A extends ScoringAnswer>(answer: A): A & { fused: Fused; modelLogits: readonly number[] }
  /**
   * Logits of some documents blended, over those that have one.
   * @param logits by position; holes where there is none
   * @param bm25 of all documents, where it was asked for
   * @param fuseWeight of the model. Default: 0.5
   */
  blendSome(
    logits: readonly (number | undefined)[],
    bm25: readonly number[] | undefined,
    fuseWeight: FuseWeight | undefined,
  ): { logits: (number | undefined)[]; fused: Fused }
}

const FUSE_WEIGHT: FuseWeight = { given: 0.5, bm25: 0.5 }

/**
 * @param value the member `fuse` of a request
 * @param documents how many the request has
 * @throws RerankError `invalid_request` naming the member
 */
export function createFusion(value: unknown, documents: number): Fusion {
  if (value !== true && (typeof value !== 'object' || value === null || Array.isArray(value)))
    throw invalid('fuse', 'must be true, false or an object')
  const options = value as { with?: unknown; weight?: unknown }
  const weight = readWeight(options.weight)
  const stage = readFirstStage(options.with ?? 'bm25', documents)
  const blendSome: Fusion['blendSome'] = (logits, bm25, fuseWeight = FUSE_WEIGHT) => {
    const fused = {
      with: typeof stage === 'string' ? stage : ('scores' as const),
      weight: weight ?? fuseWeight[stage === 'bm25' ? 'bm25' : 'given'],
    }
    const first = stage === 'bm25' ? bm25! : stage === 'order' ? orderScores(documents) : stage
    const known = logits.flatMap((logit, position) => (logit === undefined ? [] : [position]))
    const blended = blend(
      known.map((position) => logits[position]!),
      known.map((position) => first[position]!),
      fused.weight,
    )
    const placed: (number | undefined)[] = []
    known.forEach((position, i) => {
      placed[position] = blended[i]!
    })
    return { logits: placed, fused }
  }
  return {
    bm25: stage === 'bm25',
    blend(answer) {
      const { logits: modelLogits } = answer
      const { logits, fused } = blendSome(modelLogits, answer.bm25, answer.fuseWeight)
      return { ...answer, logits: logits as number[], fused, modelLogits }
    },
    blendSome,
  }
}

function readWeight(value: unknown): number | undefined {
  if (value == null) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw invalid('fuse.weight', 'must be a number of at least 0')
  return value
}

function readFirstStage(value: unknown, documents: number): 'bm25' | 'order' | number[] {
  if (value === 'bm25' || value === 'order') return value
  if (!Array.isArray(value)) throw invalid('fuse.with', "must be 'bm25', 'order' or an array of numbers")
  if (value.length !== documents)
    throw invalid(
      'fuse.with',
      `must have a score for each of the ${documents} documents, not ${value.length}`,
    )
  // By index: holes are no numbers either.
  for (let i = 0; i < documents; i++)
    if (!Number.isFinite(value[i])) throw invalid(`fuse.with[${i}]`, 'must be a finite number')
  return value
}

/** Scores that fall as ranks do in nDCG: fast at the top, slowly further down. */
function orderScores(count: number): number[] {
  return Array.from({ length: count }, (_, rank) => -Math.log(rank + 2))
}

/**
 * The weighted mean of both stages' z-scores over the request, put back on the logits' own scale (their mean and
 * deviation), so that it is read as a logit: where both stages agree it is the logit, where they differ it is nearer
 * to the mean. A stage that gives all documents the same says nothing, and leaves the other as it is; where that is
 * the model, the first stage spreads its documents by one logit around what the model gave.
 */
export function blend(logits: readonly number[], firstStage: readonly number[], weight: number): number[] {
  const [model, first] = [standardize(logits), standardize(firstStage)]
  if (first.deviation === 0 || weight === 0) return [...logits]
  const share = model.deviation === 0 ? 1 : weight / (1 + weight)
  const scale = model.deviation || 1
  return logits.map((_, i) => model.mean + scale * ((1 - share) * model.z[i]! + share * first.z[i]!))
}

/** Mean, deviation and z-scores. Numbers that differ by no more than rounding does are the same. */
function standardize(values: readonly number[]): { mean: number; deviation: number; z: number[] } {
  // In units near the largest, whose square might not be a number any more; a power of two rounds nothing.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const unit = 2 ** Math.floor(Math.log2(largest || 1))
  const scaled = values.map((value) => value / unit)
  const average = (numbers: number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  const mean = average(scaled)
  const deviation = Math.sqrt(average(scaled.map((value) => (value - mean) ** 2)))
  return deviation > 1e-9
    ? { mean: mean * unit, deviation: deviation * unit, z: scaled.map((value) => (value - mean) / deviation) }
    : { mean: mean * unit, deviation: 0, z: scaled.map(() => 0) }
}
