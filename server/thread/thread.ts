import { Worker as NodeWorker, type Transferable } from 'node:worker_threads'
import type { PageWorker } from '../../src/protocol/platform.js'

/** What runs models: `native` is onnxruntime-node, `auto` the faster one where it is installed. */
export type ServerRuntime = 'auto' | 'native' | 'wasm'

/** What a thread is started with. */
export interface ThreadData {
  runtime: ServerRuntime
  /** How many threads the native runtime may have. */
  threads: number
  /** One number: when the thread was last heard of, in milliseconds since 1970. */
  pulse: BigInt64Array
}

/** A thread of Node. */
export interface Thread {
  /** It behind the interface of a web worker, as far as this package uses it. */
  worker: PageWorker
  /** Milliseconds since it was last heard of: more than a second where it hears no message. 0 once it ended. */
  silence(): number
}

/** What a thread's short-lived objects take until they are looked through. */
const YOUNG_MEGABYTES = 8

/** Tells a thread to end itself, between two forward passes. */
export const END = 'webrerank-end'

/** Milliseconds after which a thread that does not hear is ended all the same. */
const END_WITHIN = 2000

/**
 * Starts a thread with the worker's code.
 * @param threads how many the native runtime may have
 * @param onEnd called once it ended
 */
export function createThread(runtime: ServerRuntime, threads: number, onEnd: () => void): Thread {
  const pulse = new BigInt64Array(new SharedArrayBuffer(8))
  pulse[0] = BigInt(Date.now())
  const data: ThreadData = { runtime, threads, pulse }
  const thread = new NodeWorker(new URL(/* @vite-ignore */ './server-worker.js', import.meta.url), {
    workerData: data,
    // Flags of the process, such as a loader of a test runner, are not for this thread's code.
    execArgv: [],
    // Each thread would let three times as much garbage gather, for no measurable speed.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    name: 'webrerank',
  })
  const target = new EventTarget()
  let ended = false
  const fail = (message: string) => {
    if (!ended) target.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }))
  }
  const keepAlive = createKeepAlive(thread)
  thread.on('message', (data) => {
    target.dispatchEvent(new MessageEvent('message', { data }))
    keepAlive.received(data)
  })
  thread.on('messageerror', (data) => target.dispatchEvent(new MessageEvent('messageerror', { data })))
  thread.on('error', (error) => fail(error.message))
  thread.on('exit', (code) => {
    fail(`the thread ended with ${code}`)
    ended = true
    onEnd()
  })
  const worker = Object.assign(target, {
    postMessage(message: unknown, transfer: Transferable[] = []) {
      keepAlive.sent(message)
      thread.postMessage(message, transfer)
    },
    terminate() {
      ended = true
      // A thread that is ended from outside in the midst of a native call takes the whole process with it.
      thread.postMessage(END)
      const timer = setTimeout(() => void thread.terminate(), END_WITHIN)
      thread.once('exit', () => clearTimeout(timer))
    },
    onmessage: null,
    onmessageerror: null,
    onerror: null,
  }) as unknown as PageWorker
  return { worker, silence: () => (ended ? 0 : Date.now() - Number(Atomics.load(pulse, 0))) }
}

/**
 * Lets the process end while the thread is idle. A thread that starts, or that owes an answer, keeps it alive.
 * Comlink gives each call an `id`, and its answer the same one.
 */
function createKeepAlive(thread: Pick<NodeWorker, 'ref' | 'unref'>) {
  const awaited = new Set<unknown>(['ready'])
  const update = () => (awaited.size > 0 ? thread.ref() : thread.unref())
  return {
    sent(message: unknown) {
      const { id } = (message ?? {}) as { id?: string }
      if (id !== undefined) awaited.add(id)
      update()
    },
    received(message: unknown) {
      const { id, webrerank } = (message ?? {}) as { id?: string; webrerank?: string }
      awaited.delete(id ?? webrerank)
      update()
    },
  }
}
