import { abortable } from '../abort/abortable.js'
import { unwrap } from '../protocol/outcome.js'
import type { ScoringAnswer, ScoringRequest } from '../protocol/scoring.js'
import type { ScoreChunk, ScoreReport, WorkersWanted } from '../protocol/worker-api.js'
import type { Loaded } from './loaded.js'
import type { TextPositions } from './text-positions.js'
import type { Watchdog } from './watchdog.js'

/** What is known of a request's scores: it grows through one attempt after another. */
export type PartialAnswer = Omit<ScoringAnswer, 'info' | 'fuseWeight'>

export interface ScoreAttempt {
  /** Names the request to the worker. */
  id: number
  request: ScoringRequest
  positions: TextPositions
  answer: PartialAnswer
  signal: AbortSignal | undefined
  dog: Watchdog
  /** Told after each part, with the number of documents in it. */
  onScores: (documents: number) => void
}

/** Scores with one worker what is left of a request. What arrived before a failure is kept. */
export async function scoreWith(
  { worker, pool, report }: Loaded,
  { id, request, positions, answer, signal, dog, onScores }: ScoreAttempt,
): Promise<ScoreReport> {
  const { bm25, ...question } = request
  const { query, documents } = question
  const texts = positions.left()
  const onGpu = report.device === 'webgpu'
  const take = (chunk: ScoreChunk | WorkersWanted) => {
    // The batch that was under way at an abort: nobody waits for it.
    if (signal?.aborted) return
    if ('workers' in chunk) return pool.grow(chunk.workers)
    if (onGpu) dog.reset()
    onScores(takeChunk(chunk, texts, positions, answer))
  }
  if (bm25 && !answer.bm25) {
    answer.bm25 = [...unwrap(await abortable(worker.bm25({ id, query, documents }), signal))]
  }
  if (onGpu) dog.reset()
  return unwrap(await abortable(worker.score({ ...question, id, documents: texts }, take), signal))
}

/** Puts scores where their documents stand. Answers how many documents that were. */
function takeChunk(
  { indices, logits, tokens, truncated }: ScoreChunk,
  texts: readonly string[],
  positions: TextPositions,
  answer: PartialAnswer,
): number {
  let count = 0
  indices.forEach((index, i) => {
    for (const position of positions.take(texts[index]!)) {
      answer.logits[position] = logits[i]!
      answer.tokens[position] = tokens[i]!
      if (truncated[i]) answer.truncated.push(position)
      count++
    }
  })
  return count
}
