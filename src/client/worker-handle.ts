import { proxy, type Remote, releaseProxy, transfer, wrap } from 'comlink'
import { RerankError } from '../protocol/errors.js'
import { startWorker } from '../protocol/trusted-worker.js'
import { type ReadyMessage, WORKER_METHODS, type WorkerApi } from '../protocol/worker-api.js'

/** A worker that listens. Each call that has an answer rejects with `worker_crashed` as soon as the worker is dead. */
export interface WorkerHandle extends WorkerApi {
  /** True until the worker died or was ended. */
  alive(): boolean
  /** Ends the worker, and with it whatever it does. Calls under way reject with the given error. */
  end(reason: Error): void
  /** Calls back when the worker died or was ended. */
  onEnd(listener: (reason: Error) => void): void
}

/**
 * Starts a worker and waits until it listens. The only place on this side that knows Comlink, which by itself would
 * wait for ever on a dead worker: so each call is raced against the worker's end.
 * @param timeout milliseconds until a worker that says nothing counts as dead
 * @throws RerankError `worker_crashed`
 */
export async function spawnWorker(create: () => Worker, timeout: number): Promise<WorkerHandle> {
  let worker: Worker
  try {
    worker = startWorker(create, 'webrerank')
  } catch (cause) {
    throw new RerankError('worker_crashed', `the worker could not be created: ${(cause as Error).message}`, {
      cause,
    })
  }
  const remote: Remote<WorkerApi> = wrap<WorkerApi>(worker)
  const lockWait = new AbortController()
  let endReason: Error | undefined
  const endListeners = new Set<(reason: Error) => void>()
  // Not Promise.race against one promise of the end: that would hold on to every call ever made.
  const raceEnd = <T>(work: () => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      if (endReason) return reject(endReason)
      endListeners.add(reject)
      work()
        .then(resolve, reject)
        .finally(() => endListeners.delete(reject))
    })

  const end = (reason: Error) => {
    if (endReason) return
    endReason = reason
    lockWait.abort()
    worker.removeEventListener('error', onError)
    remote[releaseProxy]()
    worker.terminate()
    for (const reject of endListeners) reject(reason)
  }
  const crash = (what: string) => end(new RerankError('worker_crashed', `the worker ${what}`))
  const onError = (event: ErrorEvent) => {
    event.preventDefault()
    crash(event.message ? `failed: ${event.message}` : 'could not be loaded')
  }
  worker.addEventListener('error', onError)
  worker.addEventListener('messageerror', () => crash('sent what cannot be read'))

  const ready = new Promise<void>((resolve) => {
    const listen = ({ data }: MessageEvent<Partial<ReadyMessage> | null>) => {
      if (data?.webrerank !== 'ready') return
      worker.removeEventListener('message', listen)
      if (data.lock) {
        navigator.locks
          .request(data.lock, { mode: 'shared', signal: lockWait.signal }, () => crash('was ended'))
          .catch(() => {})
      }
      resolve()
    }
    worker.addEventListener('message', listen)
  })
  const timer = setTimeout(() => crash(`did not start within ${timeout} ms`), timeout)
  try {
    await raceEnd(() => ready)
  } finally {
    clearTimeout(timer)
  }

  const methods = remote as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
  const calls = Object.entries(WORKER_METHODS).map(([name, { answers }]) => {
    const call = (args: unknown[]) => methods[name]!(...args.map(toWorker))
    return [
      name,
      answers
        ? (...args: unknown[]) => raceEnd(() => call(args))
        : (...args: unknown[]) => {
            if (!endReason) void call(args)
          },
    ]
  })
  return {
    ...(Object.fromEntries(calls) as WorkerApi),
    alive: () => !endReason,
    end,
    onEnd: (listener) => {
      endListeners.add(listener)
    },
  }
}

/** An argument in the form in which it crosses: a callback stays here, and a port goes over for good. */
function toWorker(argument: unknown): unknown {
  if (typeof argument === 'function') return proxy(argument)
  return argument instanceof MessagePort ? transfer(argument, [argument]) : argument
}
