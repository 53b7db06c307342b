import { Worker as NodeWorker, type Transferable } from 'node:worker_threads'

/** Which ONNX Runtime to use: `native` is onnxruntime-node, `auto` takes it where it is installed. */
export type ServerRuntime = 'auto' | 'native' | 'wasm'

/** What a thread is started with. */
export interface ThreadData {
  runtime: ServerRuntime
}

/** A thread of Node behind the interface of a web worker, as far as this package uses it. */
export function createThread(runtime: ServerRuntime): Worker {
  const data: ThreadData = { runtime }
  const thread = new NodeWorker(new URL(/* @vite-ignore */ './server-worker.js', import.meta.url), {
    workerData: data,
    // Flags of the process, such as a loader of a test runner, are not for this thread's code.
    execArgv: [],
    name: 'webrerank',
  })
  const target = new EventTarget()
  let ended = false
  const fail = (message: string) => {
    if (!ended) target.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }))
  }
  thread.on('message', (data) => target.dispatchEvent(new MessageEvent('message', { data })))
  thread.on('messageerror', (data) => target.dispatchEvent(new MessageEvent('messageerror', { data })))
  thread.on('error', (error) => fail(error.message))
  thread.on('exit', (code) => fail(`the thread ended with ${code}`))
  return Object.assign(target, {
    postMessage: (message: unknown, transfer: Transferable[] = []) => thread.postMessage(message, transfer),
    terminate() {
      ended = true
      void thread.terminate()
    },
    onmessage: null,
    onmessageerror: null,
    onerror: null,
  }) as unknown as Worker
}
