import type { ModelReference } from '../protocol/model-card.js'
import { assembleReranker } from './assemble.js'
import type { OwnWorker } from './entry-worker.js'
import { baseUrl } from './fetch-request.js'
import { createFirstModel } from './first-model.js'
import { createLazyClient } from './lazy-client.js'
import { idOf } from './model-id.js'
import type { Queue } from './queue.js'
import type { Availability, Reranker, RerankerOptions } from './types.js'

/** Default of {@link RerankerOptions.model}: the model that ships with the package. */
const DEFAULT_MODEL = 'webrerank/tiny-en'

/** The share of workers' memory and cache that the first model of a cascade may take. */
const FIRST_SHARE = 1 / 4

/** What the server has otherwise than a page. */
export interface Host {
  /** Where requests wait. Default: a queue of the reranker's own. */
  queue?: Queue | undefined
  /** How often one call goes on with a fresh worker after its worker crashed. Default: 0, and the call fails. */
  freshWorkers?: number | undefined
}

/**
 * Creates the reranker of an entry.
 * @param own the entry's worker; left out where {@link RerankerOptions.worker} is always given
 */
export function createReranker(
  options: RerankerOptions,
  own?: OwnWorker,
  { queue, freshWorkers = 0 }: Host = {},
): Reranker {
  const { device = 'auto', allowDownload, host, stallTimeout } = options
  const model = resolveModel(options.model ?? DEFAULT_MODEL)
  const id = idOf(model)
  const open = (model: string | ModelReference, share: number) =>
    createLazyClient({
      given: options,
      model,
      device,
      download: { allowDownload, host, stallTimeout },
      workers: options.workers,
      cache: options.cache,
      createWorker: options.worker,
      ownWorker: own,
      startTimeout: options.startTimeout ?? 30_000,
      watchdog: options.watchdog ?? 60_000,
      share,
      freshWorkers,
    })
  const { cascade } = options
  const client = open(model, cascade ? 1 - FIRST_SHARE : 1)
  const first = createFirstModel(id, cascade, (model) =>
    // Where only a request asks for it, all of the memory is the other model's.
    open(resolveModel(model), cascade ? FIRST_SHARE : 0),
  )
  return assembleReranker({
    id,
    client,
    queue,
    stages: { first, load: () => import('./staged.js') },
    options,
    async availability() {
      const hasWorkers = options.worker !== undefined || typeof Worker !== 'undefined'
      if (!hasWorkers) return 'unavailable'
      const { findAvailability } = await import('../models/availability.js')
      const found = await findAvailability(model, device, client.state())
      const small = await first.configured()
      if (!small) return found
      return worse(found, await findAvailability(resolveModel(cascade!.first), device, small.state()))
    },
  })
}

/** What two models are together. */
function worse(one: Availability, other: Availability): Availability {
  const order: Availability[] = ['unavailable', 'downloadable', 'downloading', 'available']
  return order.find((state) => state === one || state === other)!
}

/** The worker's own address is not the page's, so a relative source is resolved here. */
function resolveModel(model: string | ModelReference): string | ModelReference {
  // What is no card is told where the model is loaded.
  const { source } = typeof model === 'string' ? {} : model
  if (typeof source !== 'string' || source === 'embedded' || !URL.canParse(source, baseUrl())) return model
  return { ...(model as ModelReference), source: new URL(source.replace(/\/?$/, '/'), baseUrl()).href }
}
