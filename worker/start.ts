import { expose, type Remote, releaseProxy, transfer } from 'comlink'
import type { BusyMessage, ReadyMessage } from '../src/protocol/worker-api.js'
import { createRealm } from './model/realm.js'
import type { RuntimeSource } from './runtime/source.js'
import { createService } from './service.js'

type Method = (...args: unknown[]) => unknown

/** Makes a worker of this realm: it answers the calls of a page, and tells when it listens. */
export function startWorker(source: RuntimeSource): void {
  const realm = createRealm(source, (busy) => postMessage({ webrerank: 'busy', busy } satisfies BusyMessage))
  const service = createService(realm)
  const methods = Object.entries(service).map(([name, method]) => [name, crossing(method as Method)])
  expose(Object.fromEntries(methods))
  announce()
}

/**
 * A method whose arguments and answer cross to the page. A callback of the page, which is always the last argument, is a
 * message port of its own: its messages may be overtaken by the answer, so they are awaited, and it is open until
 * somebody closes it.
 */
function crossing(method: Method): Method {
  return async (...args) => {
    const last = args.at(-1)
    if (typeof last !== 'function') return toPage(await method(...args))
    const remote = last as Remote<(argument: unknown) => void>
    const sent: Promise<void>[] = []
    try {
      return toPage(
        await method(...args.slice(0, -1), (argument: unknown) => sent.push(remote(toPage(argument)))),
      )
    } finally {
      await Promise.all(sent)
      remote[releaseProxy]()
    }
  }
}

/** A value whose members that are arrays of numbers are handed over, not copied. */
function toPage(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const arrays = Object.values(value).filter((member) => ArrayBuffer.isView(member))
  return transfer(
    value,
    arrays.map(({ buffer }) => buffer as ArrayBuffer),
  )
}

/** A worker that was ended tells nobody. A lock that it holds comes free when it dies, and the page waits for that. */
function announce(): void {
  const lock = `webrerank-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`
  const ready = (message: ReadyMessage) => postMessage(message)
  const locks = (navigator as Partial<WorkerNavigator>).locks
  if (!locks) {
    ready({ webrerank: 'ready' })
    return
  }
  locks
    .request(lock, () => {
      ready({ webrerank: 'ready', lock })
      return new Promise(() => {})
    })
    // Refused, as in a sandboxed frame: then without.
    .catch(() => ready({ webrerank: 'ready' }))
}
