import { logDecision } from './debug.js'
import type { Pool } from './loaded.js'
import type { WorkerHandle } from './worker-handle.js'

/** Workers that died or did not start, until no other is tried. */
const PATIENCE = 8

/**
 * @param first has the model, hands it to the others and shares its work out; they talk by ports of their own, so that
 * none of it passes through this thread
 * @param spawn starts another; its signal aborts where the first has ended before it is there
 */
export function createPool(first: WorkerHandle, spawn: (signal: AbortSignal) => Promise<WorkerHandle>): Pool {
  const others = new Map<number, WorkerHandle | undefined>()
  let lastId = 0
  let lost = 0
  const ended = new AbortController()
  first.onEnd((reason) => {
    ended.abort(reason)
    for (const worker of others.values()) worker?.end(reason)
  })

  const add = async () => {
    const id = ++lastId
    others.set(id, undefined)
    try {
      const worker = await spawn(ended.signal)
      if (ended.signal.aborted) return worker.end(ended.signal.reason)
      others.set(id, worker)
      const { port1, port2 } = new MessageChannel()
      first.invite(id, port1)
      // For as long as it lives.
      await worker.assist(port2)
    } catch {
      // The others do its part, and a later request may start another.
      lost++
    } finally {
      others.delete(id)
      first.dismiss(id)
    }
  }

  return {
    grow(workers) {
      if (!ended.signal.aborted && others.size + 1 < workers)
        logDecision(`${workers} workers share the request`)
      while (!ended.signal.aborted && others.size + 1 < workers && lost < PATIENCE) void add()
    },
  }
}
