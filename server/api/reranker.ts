import { createQueue, MAX_QUEUE } from '../../src/client/queue.js'
import { createReranker as createPageReranker } from '../../src/client/reranker.js'
import type { Reranker, RerankerOptions } from '../../src/client/types.js'
import { createThread, type ServerRuntime, type Thread } from '../thread/thread.js'

/** Options of {@link createReranker}. All may be left out. */
export interface ServerRerankerOptions
  extends Omit<RerankerOptions, 'device' | 'worker' | 'workers' | 'watchdog' | 'allowDownload'> {
  /** Whether a model may be downloaded. Default: true, since it was chosen here. */
  allowDownload?: boolean | undefined
  /**
   * Which ONNX Runtime: `native` is onnxruntime-node; `auto`, the default, takes it where it is installed and runs here,
   * else `wasm`.
   */
  runtime?: ServerRuntime | undefined
}

/**
 * The reranker of the page, in a thread of Node: the same calls, the same answers, on this machine's CPU. The thread
 * keeps the process alive until `dispose()`.
 * @example
 * ```ts
 * import { createReranker } from 'webrerank/server'
 *
 * const reranker = createReranker({ runtime: 'auto' })
 * const { results } = await reranker.rank({ query: 'warm drink', documents: ['A bicycle', 'Hot chocolate'] })
 * reranker.dispose()
 * ```
 */
export function createReranker(options: ServerRerankerOptions = {}): Reranker {
  return createWatchedReranker(options).reranker
}

/** A reranker whose thread can be asked whether it hangs. */
export interface WatchedReranker {
  reranker: Reranker
  /** Milliseconds for which the thread has not been heard of; 0 where none runs. */
  silence(): number
  /** Requests that wait for earlier ones. */
  waiting(): number
}

export function createWatchedReranker({
  runtime = 'auto',
  ...options
}: ServerRerankerOptions): WatchedReranker {
  let thread: Thread | undefined
  const queue = createQueue(options.maxQueue ?? MAX_QUEUE)
  const pageOptions: RerankerOptions = {
    ...options,
    allowDownload: options.allowDownload ?? true,
    device: 'wasm',
    // The native runtime has threads of its own.
    workers: 1,
    worker() {
      thread = createThread(runtime)
      return thread.worker
    },
  }
  return {
    reranker: createPageReranker(pageOptions, undefined, queue),
    silence: () => thread?.silence() ?? 0,
    waiting: () => queue.waiting,
  }
}
