import { availableParallelism } from 'node:os'
import { createGate, MAX_QUEUE } from '../../src/client/queue.js'
import { createReranker as createPageReranker } from '../../src/client/reranker.js'
import type { Reranker, RerankerOptions } from '../../src/client/types.js'
import { invalid } from '../../src/protocol/errors.js'
import { createThread, type ServerRuntime, type Thread } from '../thread/thread.js'
import { checkCount } from './check-options.js'

/** Options of {@link createReranker}. All may be left out. */
export interface ServerRerankerOptions
  extends Omit<RerankerOptions, 'device' | 'worker' | 'workers' | 'watchdog' | 'allowDownload'> {
  /** Whether a model may be downloaded. Default: true, since it was chosen here. */
  allowDownload?: boolean | undefined
  /**
   * What runs the model: `wasm` is webrerank's own engine, or onnxruntime-web for models that it does not know; `native` is
   * onnxruntime-node. `auto`, the default, takes whichever needs less CPU time for this model on this machine.
   */
  runtime?: ServerRuntime | undefined
  /**
   * Threads that score at the same time. Requests and parts of large requests are dealt out to them fairly: a small request waits
   * for no large one. Scores do not depend on it. Each thread holds the model in memory. Default: as many as cores.
   */
  threads?: number | undefined
}

/**
 * The reranker of the page, in a thread of Node: the same calls, the same answers, on this machine's CPU. A
 * script ends when its calls are answered: an idle thread does not keep the process alive. `dispose()` stops the thread.
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
  /** Milliseconds for which a thread of it has not been heard of: the most of all; 0 where none runs. */
  silence(): number
  /** Requests that wait for earlier ones. */
  waiting(): number
}

const RUNTIMES: ReadonlySet<unknown> = new Set<ServerRuntime>(['auto', 'native', 'wasm'])

/**
 * How often a request goes on with a fresh thread after the one that had it ended: another request may have ended it. One
 * that ends each of its threads fails.
 */
const FRESH_THREADS = 2

/** More threads than any machine has cores for. */
export const MOST_THREADS = 1024

export function createWatchedReranker({
  runtime = 'auto',
  threads = availableParallelism(),
  ...options
}: ServerRerankerOptions): WatchedReranker {
  if (!RUNTIMES.has(runtime)) throw invalid('runtime', "must be 'auto', 'native' or 'wasm'")
  checkCount('threads', threads, 1, MOST_THREADS)
  /** Those that run: a cascade has more than one model's. */
  const running = new Set<Thread>()
  const queue = createGate(options.maxQueue ?? MAX_QUEUE, threads)
  const pageOptions: RerankerOptions = {
    ...options,
    allowDownload: options.allowDownload ?? true,
    device: 'wasm',
    workers: threads,
    worker() {
      const thread = createThread(runtime, threads, () => running.delete(thread))
      running.add(thread)
      return thread.worker
    },
  }
  return {
    reranker: createPageReranker(pageOptions, undefined, { queue, freshWorkers: FRESH_THREADS }),
    silence: () => [...running].reduce((most, { silence }) => Math.max(most, silence()), 0),
    waiting: () => queue.waiting,
  }
}
