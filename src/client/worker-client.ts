import { checkOptions } from './check-options.js'
import { createModelClient, type ModelClient } from './model-client.js'
import { createWorkerLoader, type WorkerOptions } from './worker-loader.js'

/**
 * The page's side of the worker.
 * @throws RerankError `invalid_request` for an option that is none
 */
export function createWorkerClient(options: WorkerOptions): ModelClient {
  checkOptions(options.given)
  return createModelClient(createWorkerLoader(options), options.watchdog, options.freshWorkers)
}
