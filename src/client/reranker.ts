import type { ModelReference } from '../protocol/model-card.js'
import { assembleReranker } from './assemble.js'
import type { OwnWorker } from './entry-worker.js'
import { baseUrl } from './fetch-request.js'
import { createLazyClient } from './lazy-client.js'
import type { Queue } from './queue.js'
import type { Reranker, RerankerOptions } from './types.js'

/** Default of {@link RerankerOptions.model}: the model that ships with the package. */
const DEFAULT_MODEL = 'webrerank/tiny-en'

/**
 * Creates the reranker of an entry.
 * @param own the entry's worker; left out where {@link RerankerOptions.worker} is always given
 * @param queue where requests wait; default: one of its own
 */
export function createReranker(options: RerankerOptions, own?: OwnWorker, queue?: Queue): Reranker {
  const { device = 'auto', allowDownload, host, stallTimeout } = options
  const model = resolveModel(options.model ?? DEFAULT_MODEL)
  const client = createLazyClient({
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
  })
  return assembleReranker({
    id: typeof model === 'string' ? model : model.id,
    client,
    queue,
    options,
    async availability() {
      const hasWorkers = options.worker !== undefined || typeof Worker !== 'undefined'
      if (!hasWorkers) return 'unavailable'
      const { findAvailability } = await import('../models/availability.js')
      return findAvailability(model, device, client.state())
    },
  })
}

/** The worker's own address is not the page's, so a relative source is resolved here. */
function resolveModel(model: string | ModelReference): string | ModelReference {
  // What is no card is told where the model is loaded.
  const { source } = typeof model === 'string' ? {} : model
  if (typeof source !== 'string' || source === 'embedded' || !URL.canParse(source, baseUrl())) return model
  return { ...(model as ModelReference), source: new URL(source.replace(/\/?$/, '/'), baseUrl()).href }
}
