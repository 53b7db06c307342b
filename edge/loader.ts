import { abortable } from '../src/abort/abortable.js'
import { startTimer } from '../src/abort/timer.js'
import type { Loaded, ModelLoader, ModelWorker } from '../src/client/loaded.js'
import { tinyEn } from '../src/models/catalogue/tiny-en.js'
import { isRerankError, RerankError } from '../src/protocol/errors.js'
import type { LoadProgress } from '../src/protocol/worker-api.js'
import { createModelCalls } from '../worker/calls.js'
import { createCache } from '../worker/scoring/cache.js'
import { createRequestScorer } from '../worker/scoring/request-scorer.js'
import { createSequentialScorer } from '../worker/scoring/sequential-scorer.js'
import { createYielder, type Yielder } from '../worker/scoring/yielder.js'
import { openModel } from './open-model.js'
import type { EdgeFiles, EdgeOptions, ReadEncoder } from './types.js'

/** Bytes of documents' tokens and scores that are kept, where nothing else is said: an isolate has 128 MB in all. */
const CACHE_BYTES = 16 * 2 ** 20

/** Between two of these many milliseconds, or documents, of work, others are heard. */
const [YIELD_EVERY, YIELD_AFTER] = [16, 16]

/**
 * Milliseconds after which a load that another request began is not waited for any more. On some platforms what a request
 * began ends with it, and nobody is told.
 */
const PATIENCE = 10_000

/** Loads a model into this very thread. */
export function createIsolateLoader(options: EdgeOptions, readEncoder: ReadEncoder): ModelLoader {
  let loaded: Loaded | undefined
  let loading: Promise<Loaded> | undefined
  let closed: Error | undefined

  const load = async (onProgress: (progress: LoadProgress) => void): Promise<Loaded> => {
    const { files, model: card = tinyEn, kernels = 'auto', cache } = options
    const given = typeof files === 'function' ? await obtain(files) : files
    const { model, report } = await openModel(card, given, kernels, readEncoder, onProgress)
    const kept = createCache(cache === false ? 0 : (cache?.bytes ?? CACHE_BYTES))
    const scorer = createRequestScorer(card, kept, createSequentialScorer(model, kept))
    const calls = createModelCalls(() => ({ model, cache: kept, scorer }), chooseYielder())
    loaded = { worker: workerOf(calls), pool: { grow() {} }, report }
    return loaded
  }
  /** Begins a load; where it fails, the next call begins another. */
  const start = (onProgress: (progress: LoadProgress) => void): Promise<Loaded> => {
    const mine = load(onProgress).finally(() => {
      if (loading === mine) loading = undefined
    })
    mine.catch(() => {})
    loading = mine
    return mine
  }
  const stop = (reason: Error) => {
    loaded?.worker.end(reason)
    loaded = undefined
  }

  return {
    async acquire(signal, onProgress) {
      signal?.throwIfAborted()
      if (closed) throw closed
      if (loaded) return loaded
      const others = loading
      const found = others ? await abortable(withinPatience(others), signal) : undefined
      if (found) return found
      if (loading === others) loading = undefined
      return abortable(loading ?? start(onProgress), signal)
    },
    recordFallback(_, error) {
      throw error
    },
    info: ({ report: { bytes, timings, kernel, ...report } }) => report,
    allowDownload() {},
    state: () => (loaded ? 'ready' : loading ? 'loading' : 'idle'),
    stop,
    close(reason) {
      closed = reason
      stop(reason)
    },
  }
}

/** @throws RerankError `download_failed` where the function fails */
async function obtain(files: () => EdgeFiles | Promise<EdgeFiles>): Promise<EdgeFiles> {
  try {
    return await files()
  } catch (cause) {
    if (isRerankError(cause)) throw cause
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new RerankError('download_failed', `loading the model's files failed: ${message}`, { cause })
  }
}

/** What a load gives, or nothing where it takes too long. */
async function withinPatience(loading: Promise<Loaded>): Promise<Loaded | undefined> {
  let timer: ReturnType<typeof startTimer>
  const late = new Promise<undefined>((resolve) => {
    timer = startTimer(() => resolve(undefined), PATIENCE)
  })
  try {
    return await Promise.race([loading, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * In a Cloudflare Worker work is not interrupted: timers belong to a request, and with one whose client has left the
 * requests behind it would wait for ever.
 */
function chooseYielder(): Yielder {
  const isCloudflare = globalThis.navigator?.userAgent === 'Cloudflare-Workers'
  return isCloudflare ? { due: () => false, async pause() {} } : createYielder(YIELD_EVERY, YIELD_AFTER)
}

function workerOf(calls: ReturnType<typeof createModelCalls>): ModelWorker {
  let alive = true
  return {
    ...calls,
    alive: () => alive,
    end() {
      alive = false
    },
  }
}
