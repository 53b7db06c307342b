import { abortable } from '../abort/abortable.js'
import { RerankError } from '../protocol/errors.js'
import type { ModelClient } from './model-client.js'
import type { WorkerOptions } from './worker-loader.js'

/** A worker client whose code is loaded at first use: a page that ranks nothing yet pays for the entry alone. */
export interface LazyClient extends Pick<ModelClient, 'state' | 'stop' | 'close'> {
  /** @throws the signal's reason, or that of {@link ModelClient.close} */
  get(signal: AbortSignal | undefined): Promise<ModelClient>
}

export function createLazyClient(options: WorkerOptions): LazyClient {
  let client: ModelClient | undefined
  let loading: Promise<ModelClient> | undefined
  let closed: Error | undefined

  const load = async () => {
    try {
      const { createWorkerClient } = await import('./worker-client.js').catch((cause) => {
        throw new RerankError('worker_crashed', `the worker client could not be loaded: ${cause.message}`, {
          cause,
        })
      })
      client = createWorkerClient(options)
      return client
    } finally {
      // After a failure the next call tries again.
      loading = undefined
    }
  }
  return {
    async get(signal) {
      signal?.throwIfAborted()
      if (!client) {
        loading ??= load()
        await abortable(loading, signal)
      }
      if (closed) throw closed
      return client!
    },
    state: () => client?.state() ?? (loading ? 'loading' : 'idle'),
    stop: (reason) => client?.stop(reason),
    close(reason) {
      closed = reason
      client?.close(reason)
    },
  }
}
