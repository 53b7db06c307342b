import type { RerankProgress } from '../client/types.js'
import { isRerankError } from '../protocol/errors.js'
import type { SearchReranker, SearchState } from './types.js'

/** What a search's state says of its model. */
interface ModelChange {
  model: SearchState['model']
  progress?: RerankProgress | undefined
}

/** Loads a reranker's model at most once at a time, and tells how far it is. */
export function createModelLoader(
  reranker: SearchReranker | undefined,
  tell: (change: ModelChange) => void,
): { warmUp(): Promise<void>; load(signal?: AbortSignal): Promise<boolean>; dispose(): void } {
  const controller = new AbortController()
  let loading: Promise<boolean> | undefined
  let warming: Promise<void> | undefined

  const change = (next: ModelChange) => {
    if (!controller.signal.aborted) tell(next)
  }

  const start = async (signal: AbortSignal): Promise<boolean> => {
    change({ model: 'loading', progress: undefined })
    try {
      await reranker?.load?.({ signal, onProgress: (progress) => change({ model: 'loading', progress }) })
      change({ model: 'ready', progress: undefined })
      return true
    } catch (error) {
      // The next call may try again.
      loading = undefined
      const absent = isRerankError(error) && error.code === 'unsupported_device'
      const stopped = signal.aborted ? 'needs_consent' : 'failed'
      change({ model: absent ? 'unavailable' : stopped, progress: undefined })
      return false
    }
  }

  const load = (signal?: AbortSignal): Promise<boolean> => {
    if (!reranker) return Promise.resolve(false)
    loading ??= start(signal ? AbortSignal.any([signal, controller.signal]) : controller.signal)
    return loading
  }

  const warm = async () => {
    try {
      const availability = (await reranker?.availability?.()) ?? 'available'
      if (loading || controller.signal.aborted || !reranker) return
      if (availability === 'available') await load()
      else if (availability === 'downloadable') change({ model: 'needs_consent' })
      else if (availability === 'unavailable') change({ model: 'unavailable' })
    } catch {
      change({ model: 'failed' })
    }
  }

  return {
    warmUp() {
      warming ??= warm().finally(() => {
        warming = undefined
      })
      return warming
    },
    load,
    dispose: () => controller.abort(),
  }
}
