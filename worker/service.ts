import { requireModelId } from '../src/models/catalogue/ids.js'
import { CATALOGUE } from '../src/models/catalogue/index.js'
import { RerankError } from '../src/protocol/errors.js'
import { type Outcome, toOutcome } from '../src/protocol/outcome.js'
import type { LoadReport, LoadRequest, WorkerApi } from '../src/protocol/worker-api.js'
import { sizeOf } from './bytes/content.js'
import { createModelCalls, type ReadyModel } from './calls.js'
import { completeCard } from './files/complete-card.js'
import { chooseReachable } from './model/choose-device.js'
import { loadModel, openModel } from './model/load.js'
import type { Realm } from './model/realm.js'
import type { ModelParts } from './model/types.js'
import { type Coordinator, createCoordinator } from './parallel/coordinator.js'
import { help } from './parallel/helper.js'
import { poolSize } from './parallel/pool-size.js'
import { isSharedOut } from './runtime/ort-session.js'
import type { Choice } from './runtime/types.js'
import { createBatchScorer } from './scoring/batch-scorer.js'
import { CPU_LIMITS } from './scoring/batches.js'
import { createCache } from './scoring/cache.js'
import { createRequestScorer } from './scoring/request-scorer.js'
import { createYielder } from './scoring/yielder.js'

/** Between two of these many milliseconds of work, messages are heard. */
const YIELD_EVERY = 16

/**
 * The worker's side of the protocol: one model on one device, for as long as the worker lives. A failure is final for
 * a realm of ONNX Runtime, so there is no way back: the page ends the worker and starts another.
 */
export function createService(realm: Realm): WorkerApi {
  let loading: Promise<Outcome<LoadReport>> | undefined
  let loaded: ReadyModel | undefined
  let coordinator: Coordinator | undefined
  const yielder = createYielder(YIELD_EVERY)

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
        const most = mostWorkers(request, model.choice, parts)
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
        loaded = { model, cache, scorer, concurrent: coordinator !== undefined }
        return report
      })
      return loading
    },
    ...createModelCalls(() => loaded, yielder),
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

/** How many workers may score at a time, this one counted. */
function mostWorkers(request: LoadRequest, { device, build }: Choice, parts: ModelParts | undefined): number {
  if (!parts || device === 'webgpu') return 1
  const weights = sizeOf(parts.weights)
  if (build === 'native' && !isSharedOut(weights)) return 1
  return poolSize(request, weights, parts.companions[0]!.length, navigator)
}

const CACHE_BYTES = 32 * 2 ** 20

function cacheBytes({ cache, share = 1 }: LoadRequest): number {
  return cache === false ? 0 : share * (cache?.bytes ?? CACHE_BYTES)
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
