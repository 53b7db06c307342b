import { requireModelId } from '../src/models/catalogue/ids.js'
import { CATALOGUE } from '../src/models/catalogue/index.js'
import { isRerankError, RerankError } from '../src/protocol/errors.js'
import { type Outcome, toOutcome } from '../src/protocol/outcome.js'
import type { WordMatch } from '../src/protocol/word-match.js'
import type { LoadReport, LoadRequest, WorkerApi } from '../src/protocol/worker-api.js'
import { sizeOf } from './bytes/content.js'
import { completeCard } from './files/complete-card.js'
import { chooseReachable } from './model/choose-device.js'
import { loadModel, openModel } from './model/load.js'
import type { Realm } from './model/realm.js'
import type { Model } from './model/types.js'
import { type Coordinator, createCoordinator } from './parallel/coordinator.js'
import { help } from './parallel/helper.js'
import { poolSize } from './parallel/pool-size.js'
import { createBatchScorer } from './scoring/batch-scorer.js'
import { CPU_LIMITS } from './scoring/batches.js'
import { createBm25 } from './scoring/bm25.js'
import { type Cache, createCache } from './scoring/cache.js'
import { prepareCorpus } from './scoring/prepare-corpus.js'
import { createRequestScorer, type RequestScorer } from './scoring/request-scorer.js'
import { createYielder } from './scoring/yielder.js'
import { expandQuery } from './text/expand.js'
import { createExplainer } from './text/explain.js'

/** Between two of these many milliseconds of work, messages are heard. */
const YIELD_EVERY = 16

/**
 * The worker's side of the protocol: one model on one device, for as long as the worker lives. A failure is final for
 * a realm of ONNX Runtime, so there is no way back: the page ends the worker and starts another.
 */
export function createService(realm: Realm): WorkerApi {
  let loading: Promise<Outcome<LoadReport>> | undefined
  let loaded: { model: Model; cache: Cache; scorer: RequestScorer } | undefined
  let coordinator: Coordinator | undefined
  const cancelled = new Set<number>()
  const yielder = createYielder(YIELD_EVERY)
  // One request at a time: two runs at once on WebGPU wait for each other for ever.
  let last: Promise<unknown> = Promise.resolve()
  /** Lets messages in now and then, and throws where one of them cancelled the request. */
  const checkpoint = (id: number) => async () => {
    if (yielder.due()) await yielder.pause()
    if (cancelled.has(id)) throw new RerankError('inference_failed', 'the request was cancelled')
  }
  /** Runs one call by its number, which may be cancelled. */
  const serve = <T>(id: number, work: (checkpoint: () => Promise<void>) => Promise<T>) =>
    toOutcome(async () => {
      try {
        return await work(checkpoint(id))
      } finally {
        cancelled.delete(id)
      }
    })

  return {
    load(request, onProgress) {
      loading ??= toOutcome(async () => {
        checkSettings(request)
        const card =
          typeof request.model === 'string'
            ? CATALOGUE[requireModelId(request.model)]
            : await completeCard(realm.findShelf, request.model, request.download)
        const choice = await chooseReachable(realm, card, request.device, request.download)
        const { model, parts, report } = await loadModel(realm, card, choice, request.download, onProgress)
        const most =
          !parts || model.choice.device === 'webgpu' || model.choice.build === 'native'
            ? 1
            : poolSize(request.workers, sizeOf(parts.weights), parts.companions[0]!.length, navigator)
        const cache = createCache(cacheBytes(request))
        if (model.limits === CPU_LIMITS) {
          coordinator = createCoordinator(model, cache, {
            // The files are kept for other workers alone.
            parts: most > 1 ? parts : undefined,
            most,
            kernels: realm.runtimes.loadedKernels,
            pause: yielder.pause,
          })
        }
        const scorer = createRequestScorer(card, cache, coordinator ?? createBatchScorer(model, cache))
        loaded = { model, cache, scorer }
        return report
      })
      return loading
    },
    score(request, onScores) {
      const previous = last
      const outcome = serve(request.id, async (checkpoint) => {
        await previous
        if (!loaded) throw noModel()
        try {
          return await loaded.scorer.score(request, onScores, checkpoint)
        } catch (error) {
          // An error of our own (a cancellation, NaN) is known for what it is.
          const lost = isRerankError(error) ? undefined : await loaded.model.session.lost()
          throw lost ? new RerankError('device_lost', lost, { cause: error }) : error
        }
      })
      last = outcome
      return outcome
    },
    prepare({ id, documents }, onProgress) {
      return serve(id, async (checkpoint) => {
        if (!loaded) throw noModel()
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
        if (!loaded) throw noModel()
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
        if (!loaded) throw noModel()
        return expandQuery(loaded.model.input, query, checkpoint)
      })
    },
    cancel(id) {
      cancelled.add(id)
    },
    async ping() {},
    invite: (id, port) => coordinator?.invite(id, port),
    dismiss: (id) => coordinator?.dismiss(id),
    assist(port) {
      help(port, (parts, kernels) => {
        realm.runtimes.shareKernels(kernels)
        return openModel(realm, parts)
      })
      return new Promise(() => {})
    },
  }
}

const CACHE_BYTES = 32 * 2 ** 20

function cacheBytes({ cache }: LoadRequest): number {
  return cache === false ? 0 : (cache?.bytes ?? CACHE_BYTES)
}

/** @throws RerankError `invalid_request` */
function checkSettings(request: LoadRequest): void {
  const { workers } = request
  const refuse = (param: string, what: string) => {
    throw new RerankError('invalid_request', `${param} must be ${what}`, { param })
  }
  if (workers !== undefined && !(Number.isInteger(workers) && workers > 0))
    refuse('workers', 'an integer of at least 1')
  if (!(cacheBytes(request) >= 0)) refuse('cache.bytes', 'a number of bytes')
}

function noModel(): RerankError {
  return new RerankError('inference_failed', 'no model is loaded')
}
