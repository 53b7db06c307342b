import { proxy, type Remote, releaseProxy, transfer, wrap } from 'comlink'
import { startSteps } from '../abort/timer.js'
import { RerankError } from '../protocol/errors.js'
import { startWorker } from '../protocol/trusted-worker.js'
import { type ReadyMessage, WORKER_METHODS, type WorkerApi } from '../protocol/worker-api.js'
import type { ModelWorker } from './loaded.js'
import { createPulse } from './worker-pulse.js'

/** Milliseconds that any worker with work has to answer: a slow device reads a large tokenizer in one go. */
const LEAST_PATIENCE = 10_000
/** Milliseconds in which a worker that seems to be dead may answer. */
const LAST_SIGN = 1000
/** Milliseconds in which it must be free for other work after a call was cancelled. */
const FREE_WITHIN = 2000

/** No browser gives a cause. */
const LOAD_FAILED =
  'the worker could not be loaded: its script is missing, of another origin, or refused by a policy (worker-src)'

/** How long a worker is waited for. */
export interface WorkerTimes {
  /** Milliseconds until a worker that says nothing at its start counts as dead. */
  startTimeout: number
  /** Milliseconds until one counts as hung that has work and does not answer. */
  watchdog: number
  /** Ends a worker that is not there yet. */
  signal: AbortSignal
}

/** A worker that listens. Each call that has an answer rejects with `worker_crashed` as soon as the worker is dead. */
export interface WorkerHandle extends WorkerApi, ModelWorker {
  /** Calls back when the worker died or was ended. */
  onEnd(listener: (reason: Error) => void): void
}

/**
 * Starts a worker and waits until it listens. The only place on this side that knows Comlink, which by itself would
 * wait for ever on a dead worker: so each call is raced against the worker's end.
 * @throws RerankError `worker_load_failed` where the browser does not get its script; `worker_crashed`; the signal's reason
 */
export async function spawnWorker(
  create: () => Worker,
  { startTimeout, watchdog, signal }: WorkerTimes,
): Promise<WorkerHandle> {
  let worker: Worker
  try {
    worker = startWorker(create, 'webrerank')
  } catch (cause) {
    const { name, message } = cause as Error
    const code =
      name === 'SecurityError' || cause instanceof TypeError ? 'worker_load_failed' : 'worker_crashed'
    throw new RerankError(code, `the worker could not be created: ${message}`, { cause })
  }
  const remote: Remote<WorkerApi> = wrap<WorkerApi>(worker)
  const lockWait = new AbortController()
  let endReason: Error | undefined
  let listens = false
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

  const pulse = createPulse(worker, () => remote.ping())

  const end = (reason: Error) => {
    if (endReason) return
    endReason = reason
    lockWait.abort()
    pulse.end()
    worker.removeEventListener('error', onError)
    remote[releaseProxy]()
    worker.terminate()
    for (const reject of endListeners) reject(reason)
  }
  const crash = (what: string) => end(new RerankError('worker_crashed', `the worker ${what}`))
  const hang = (milliseconds: number) => crash(`did not answer within ${milliseconds} ms`)
  const onError = (event: ErrorEvent) => {
    event.preventDefault()
    // A script that does not arrive has no message, unlike one that throws.
    if (event.message || listens) crash(`failed: ${event.message}`)
    else end(new RerankError('worker_load_failed', LOAD_FAILED))
  }
  worker.addEventListener('error', onError)
  worker.addEventListener('messageerror', () => crash('sent an unreadable message'))

  /** The worker's lock came free: it died; or the site's storage was cleared, and its locks are others than the page's. */
  const doubt = async () => {
    if (!(await pulse.answers(LAST_SIGN))) crash('was ended')
  }

  const ready = new Promise<void>((resolve) => {
    const listen = ({ data }: MessageEvent<Partial<ReadyMessage> | null>) => {
      if (data?.webrerank !== 'ready') return
      worker.removeEventListener('message', listen)
      listens = true
      if (data.lock) {
        navigator.locks
          .request(data.lock, { mode: 'shared', signal: lockWait.signal }, () => void doubt())
          .catch(() => {})
      }
      resolve()
    }
    worker.addEventListener('message', listen)
  })
  const endTimer = startSteps(() => crash(`did not start within ${startTimeout} ms`), startTimeout)
  const stop = () => end(signal.reason)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    await raceEnd(() => ready)
  } finally {
    endTimer()
    signal.removeEventListener('abort', stop)
  }

  /** The next call must not wait for one that nobody waits for. */
  const watchFreedom = () => {
    const stop = pulse.watch(FREE_WITHIN, hang)
    setTimeout(stop, 2 * FREE_WITHIN)
  }
  const methods = remote as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
  const calls = Object.entries(WORKER_METHODS).map(([name, { answers }]) => {
    const call = (args: unknown[]) => methods[name]!(...args.map(toWorker))
    return [
      name,
      answers
        ? (...args: unknown[]) => {
            // Helping never ends.
            const stop = name === 'assist' ? () => {} : pulse.watch(Math.max(watchdog, LEAST_PATIENCE), hang)
            return raceEnd(() => call(args)).finally(stop)
          }
        : (...args: unknown[]) => {
            if (endReason) return
            void call(args)
            if (name === 'cancel') watchFreedom()
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
