import { isRerankError, RerankError } from '../src/protocol/errors.js'
import { type Outcome, toOutcome } from '../src/protocol/outcome.js'
import type { WordMatch } from '../src/protocol/word-match.js'
import type { WorkerApi } from '../src/protocol/worker-api.js'
import type { Model } from './model/types.js'
import { createBm25 } from './scoring/bm25.js'
import type { Cache } from './scoring/cache.js'
import { prepareCorpus } from './scoring/prepare-corpus.js'
import type { RequestScorer } from './scoring/request-scorer.js'
import { TimeUp } from './scoring/time-up.js'
import type { Yielder } from './scoring/yielder.js'
import { expandQuery } from './text/expand.js'
import { createExplainer } from './text/explain.js'
import { vectorsOf } from './text/text-vectors.js'

/** A model that is ready for requests. */
export interface ReadyModel {
  model: Model
  cache: Cache
  scorer: RequestScorer
  /** Whether several requests may be scored at a time. */
  concurrent?: boolean
}

/** Calls of the worker's protocol that need nothing but a model. */
export type ModelCalls = Pick<
  WorkerApi,
  'score' | 'prepare' | 'bm25' | 'explain' | 'expand' | 'vectors' | 'cancel'
>

/**
 * @param ready the model, once it is loaded
 * @param yielder lets messages in
 * @param clock milliseconds since 1970, by which a request may say when to stop
 */
export function createModelCalls(
  ready: () => ReadyModel | undefined,
  yielder: Yielder,
  clock: () => number = Date.now,
): ModelCalls {
  const cancelled = new Set<number>()
  // On WebGPU one request at a time: two runs at once wait for each other for ever.
  let last: Promise<unknown> = Promise.resolve()
  const requireReady = (): ReadyModel => {
    const found = ready()
    if (!found) throw new RerankError('inference_failed', 'no model is loaded')
    return found
  }
  /** Lets messages in now and then, and throws where one of them cancelled the request. */
  const checkpoint = (id: number) => async () => {
    if (yielder.due()) await yielder.pause()
    if (cancelled.has(id)) throw new RerankError('inference_failed', 'the request was cancelled')
  }
  /** Runs one call by its number, which may be cancelled. */
  const serve = <T>(id: number, work: (checkpoint: () => Promise<void>) => Promise<T>): Promise<Outcome<T>> =>
    toOutcome(async () => {
      try {
        return await work(checkpoint(id))
      } finally {
        cancelled.delete(id)
      }
    })

  return {
    score(request, onScores) {
      const previous = last
      const outcome = serve(request.id, async (checkpoint) => {
        if (!ready()?.concurrent) await previous
        const loaded = requireReady()
        const { until = Number.POSITIVE_INFINITY } = request
        const inTime = async () => {
          await checkpoint()
          if (clock() >= until) throw new TimeUp()
        }
        try {
          return await loaded.scorer.score(request, onScores, inTime)
        } catch (error) {
          // An error of our own (a cancellation, NaN) is known for what it is.
          const lost = isRerankError(error) ? undefined : await loaded.model.session.lost()
          throw lost ? new RerankError('device_lost', lost, { cause: error }) : error
        }
      })
      // Without its value, which would hold those of all earlier ones.
      last = Promise.all([previous, outcome]).then(() => {})
      return outcome
    },
    prepare({ id, documents }, onProgress) {
      return serve(id, async (checkpoint) => {
        const loaded = requireReady()
        if (!loaded.cache.limit)
          throw new RerankError(
            'invalid_request',
            'cannot prepare documents, because the cache is off: set cache.bytes',
            {
              param: 'cache',
            },
          )
        return prepareCorpus(loaded.model.input, loaded.cache, documents, onProgress, async () => {
          await last
          await checkpoint()
        })
      })
    },
    bm25({ id, query, documents }) {
      return serve(id, async (checkpoint) => {
        const bm25 = createBm25(query)
        for (const document of documents) {
          await checkpoint()
          await bm25.add(document, checkpoint)
        }
        return bm25.scores()
      })
    },
    explain({ id, query, documents }) {
      return serve(id, async (checkpoint) => {
        const loaded = requireReady()
        const explain = await createExplainer(loaded.model.input, query, checkpoint)
        const matches: WordMatch[][] = []
        for (const document of documents) {
          await checkpoint()
          matches.push(await explain(document))
        }
        return matches
      })
    },
    expand({ id, query }) {
      return serve(id, async (checkpoint) => {
        const loaded = requireReady()
        return expandQuery(loaded.model.input, query, checkpoint)
      })
    },
    vectors({ id, texts }) {
      return serve(id, async (checkpoint) => {
        const loaded = requireReady()
        return vectorsOf(loaded.model.input, texts, checkpoint)
      })
    },
    cancel(id) {
      cancelled.add(id)
    },
  }
}
