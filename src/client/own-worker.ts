import { isRerankError, RerankError } from '../protocol/errors.js'
import type { OwnWorker } from './entry-worker.js'
import { spawnWorker, type WorkerHandle, type WorkerTimes } from './worker-handle.js'

/** Other ways to workers that were not where the bundle has them. */
const found = new Map<OwnWorker, () => Worker>()

/**
 * Starts the package's own worker. Where it is not at the address that the bundle has, other ways to it are tried.
 * @throws RerankError `unsupported_device` where there are no web workers; `worker_load_failed` with the address that failed
 * and what to do; `worker_crashed`
 */
export async function spawnOwnWorker(own: OwnWorker, times: WorkerTimes): Promise<WorkerHandle> {
  if (typeof Worker === 'undefined')
    throw new RerankError(
      'unsupported_device',
      'there are no web workers here: on a server (Node, Deno, Bun) import webrerank/server, at the edge or in a service worker webrerank/edge, and in a page rank after it has loaded',
    )
  try {
    await own.prepare?.()
  } catch (cause) {
    const message = `the worker could not be unpacked: ${(cause as Error).message}`
    throw new RerankError('worker_crashed', message, { cause })
  }
  try {
    return await spawnWorker(found.get(own) ?? own.create, times)
  } catch (error) {
    if (!isRerankError(error) || error.code !== 'worker_load_failed') throw error
    const { findWorker } = await import('./worker-fallbacks.js')
    const { create, worker } = await findWorker(own, (create) => spawnWorker(create, times))
    found.set(own, create)
    return worker
  }
}
