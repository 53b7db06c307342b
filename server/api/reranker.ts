import { createReranker as createPageReranker } from '../../src/client/reranker.js'
import type { Reranker, RerankerOptions } from '../../src/client/types.js'
import { createThread, type ServerRuntime } from '../thread/thread.js'

/** Options of {@link createReranker}. All may be left out. */
export interface ServerRerankerOptions
  extends Omit<RerankerOptions, 'device' | 'worker' | 'workers' | 'watchdog' | 'allowDownload'> {
  /** Whether a model may be downloaded. Default: true, since it was chosen here. */
  allowDownload?: boolean | undefined
  /**
   * Which ONNX Runtime: `native` is onnxruntime-node, several times faster; `auto`, the default, takes it where it is
   * installed and runs here, else `wasm`.
   */
  runtime?: ServerRuntime | undefined
}

/**
 * The reranker of the page, in a thread of Node: the same calls, the same answers, on this machine's CPU. The thread
 * keeps the process alive until `dispose()`.
 * @throws RerankError `model_not_found` for an id that is not in the catalogue
 */
export function createReranker({ runtime = 'auto', ...options }: ServerRerankerOptions = {}): Reranker {
  return createPageReranker({
    ...options,
    allowDownload: options.allowDownload ?? true,
    device: 'wasm',
    // The native runtime has threads of its own.
    workers: 1,
    worker: () => createThread(runtime),
  })
}
