import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { END, type ThreadData } from './thread.js'

/**
 * Makes a thread of Node look like a web worker, so that the worker's code runs in it as it is: messages through the
 * global scope, a navigator (Node 20 has none), and a fetch that knows files.
 */
const port = parentPort
if (!port) throw new Error('this module is for a worker thread')
const scope = globalThis as Record<string, unknown>

scope.self = globalThis
scope.navigator ??= {}
scope.postMessage = port.postMessage.bind(port)
scope.addEventListener = port.addEventListener.bind(port)
scope.removeEventListener = port.removeEventListener.bind(port)

port.on('message', (message) => {
  // Of a thread: the process goes on.
  if (message === END) process.exit(0)
})

/** Milliseconds between two signs of life, which the other side looks for. */
const BEAT = 250
const { pulse } = workerData as ThreadData
setInterval(() => Atomics.store(pulse, 0, BigInt(Date.now())), BEAT).unref()

const fetchFromNetwork = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input)
  if (!url.startsWith('file:')) return fetchFromNetwork(input, init)
  const path = fileURLToPath(url)
  await access(path)
  return new Response(Readable.toWeb(createReadStream(path, { highWaterMark: 2 ** 20 })) as ReadableStream)
}
