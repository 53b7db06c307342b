import { abortable } from '../abort/abortable.js'
import { isRerankError } from '../protocol/errors.js'
import { type Outcome, unwrap } from '../protocol/outcome.js'
import type { EngineInfo, ScoringAnswer, ScoringRequest } from '../protocol/scoring.js'
import type { TextVectors } from '../protocol/text-vectors.js'
import type { ExpandedWord, WordMatch } from '../protocol/word-match.js'
import type { LoadProgress } from '../protocol/worker-api.js'
import { readTexts } from './check-options.js'
import { measure } from './debug.js'
import type { ModelLoader, ModelWorker } from './loaded.js'
import { type PartialAnswer, scoreWith } from './score-attempt.js'
import { createTextPositions } from './text-positions.js'
import { createWatchdog } from './watchdog.js'

/** What a reranker asks of its model, wherever that is. */
export interface ModelClient extends Pick<ModelLoader, 'allowDownload' | 'state' | 'stop' | 'close'> {
  load(signal: AbortSignal | undefined, onProgress: (progress: LoadProgress) => void): Promise<EngineInfo>
  /** @param onPart told of what there is, each time when there is more */
  score(
    request: ScoringRequest,
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress | { step: 'score'; loaded: number; total: number }) => void,
    onPart?: (answer: PartialAnswer) => void,
  ): Promise<ScoringAnswer>
  /** Encodes documents while no request runs. Answers how many are in memory at the end. */
  prepare(
    documents: readonly string[],
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress | { step: 'prepare'; loaded: number; total: number }) => void,
  ): Promise<number>
  /** Tells of each document where its words meet the query's. */
  explain(
    query: string,
    documents: readonly string[],
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<WordMatch[][]>
  /** Tells a query's words and words that an answer may use in place of them. */
  expand(
    query: string,
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<ExpandedWord[]>
  /** Gives texts as vectors. */
  vectors(
    texts: readonly string[],
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<TextVectors>
}

/**
 * Scores with whatever a loader gives, and goes on with what it gives next after a failure of the GPU.
 * @param watchdog milliseconds in which a batch on the GPU must be scored
 * @param freshWorkers how often one call goes on with a fresh worker after its worker crashed
 */
export function createModelClient(loader: ModelLoader, watchdog: number, freshWorkers = 0): ModelClient {
  const { acquire, allowDownload, state, stop, close } = loader
  let lastId = 0

  /** A call of the worker that an abort cancels. */
  const ask = async <T>(
    signal: AbortSignal | undefined,
    onProgress: (progress: LoadProgress) => void,
    work: (worker: ModelWorker, id: number) => Promise<Outcome<T>>,
  ): Promise<T> => {
    for (let left = freshWorkers; ; left--) {
      const { worker } = await acquire(signal, onProgress)
      const id = ++lastId
      try {
        return unwrap(await abortable(work(worker, id), signal))
      } catch (error) {
        if (signal?.aborted) worker.cancel(id)
        if (signal?.aborted || left === 0 || !isCrash(error)) throw error
      }
    }
  }

  return {
    allowDownload,
    state,
    stop,
    close,

    async load(signal, onProgress) {
      return loader.info(await acquire(signal, onProgress))
    },

    async score(request, signal, onProgress, onPart) {
      const positions = createTextPositions(request.documents)
      const total = request.documents.length
      let finished = 0
      const onScores = (documents: number) => {
        finished += documents
        onProgress({ step: 'score', loaded: finished, total })
        onPart?.(answer)
      }
      const answer: PartialAnswer = {
        logits: [],
        tokens: [],
        truncated: [],
        cached: { scores: 0, encodings: 0 },
        timings: { queue: 0, load: 0, tokenize: 0, score: 0 },
      }
      for (let left = freshWorkers; ; left--) {
        const start = performance.now()
        const loaded = await acquire(signal, onProgress)
        answer.timings.load += performance.now() - start
        const { worker, report } = loaded
        const id = ++lastId
        const dog = createWatchdog(worker, watchdog)
        const began = performance.now()
        try {
          const { queue, tokenize, score, cached, fuseWeight } = await scoreWith(loaded, {
            id,
            request,
            positions,
            answer,
            signal,
            dog,
            onScores,
          })
          measure('tokenize', began, tokenize)
          measure('score', began + tokenize, score)
          answer.timings.queue += queue
          answer.timings.tokenize += tokenize
          answer.timings.score += score
          answer.cached.scores += cached.scores
          answer.cached.encodings += cached.encodings
          answer.truncated.sort((a, b) => a - b)
          return { ...answer, fuseWeight, info: loader.info(loaded) }
        } catch (error) {
          if (signal?.aborted) {
            worker.cancel(id)
            throw error
          }
          if (left === 0 || !isCrash(error)) loader.recordFallback(report.device, error)
          worker.end(error as Error)
        } finally {
          dog.stop()
        }
      }
    },

    async prepare(documents, signal, onProgress) {
      const texts = readTexts(documents)
      return ask(signal, onProgress, (worker, id) =>
        worker.prepare({ id, documents: texts }, (loaded) => {
          if (!signal?.aborted) onProgress({ step: 'prepare', loaded, total: texts.length })
        }),
      )
    },

    explain: (query, documents, signal, onProgress) =>
      ask(signal, onProgress, (worker, id) => worker.explain({ id, query, documents })),

    expand: (query, signal, onProgress) =>
      ask(signal, onProgress, (worker, id) => worker.expand({ id, query })),

    async vectors(texts, signal, onProgress) {
      const all = readTexts(texts)
      return ask(signal, onProgress, (worker, id) => worker.vectors({ id, texts: all }))
    },
  }
}

function isCrash(error: unknown): boolean {
  return isRerankError(error) && error.code === 'worker_crashed'
}
