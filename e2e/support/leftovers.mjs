// Imported by a process before its own code: when nothing keeps the process alive any more, it says as a log entry what is
// left. A socket or a timer that keeps it alive never lets it come to that; threads and timers without a hold on it are
// counted here.
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers'
import workerThreads from 'node:worker_threads'

const threads = new Set()
const waiting = new Set()

const { Worker } = workerThreads
workerThreads.Worker = class extends Worker {
  constructor(
    /** @type {string | URL} */ file,
    /** @type {import('node:worker_threads').WorkerOptions} */ options,
  ) {
    super(file, options)
    threads.add(this)
    this.once('exit', () => threads.delete(this))
  }
}

/** The platform's own timers, such as those of its connections to an upstream, are its own affair. */
const isOurs = () => !/node:/.test(new Error('who asks').stack?.split('\n')[3] ?? '')

const { setTimeout, setInterval, clearTimeout, clearInterval } = timers

/** @param {(...values: any[]) => void} callback */
function setWatchedTimeout(
  callback,
  /** @type {number | undefined} */ delay,
  /** @type {any[]} */ ...values
) {
  const timer = setTimeout(() => {
    waiting.delete(timer)
    callback(...values)
  }, delay)
  if (isOurs()) waiting.add(timer)
  return timer
}

/** @param {(...values: any[]) => void} callback */
function setWatchedInterval(
  callback,
  /** @type {number | undefined} */ delay,
  /** @type {any[]} */ ...values
) {
  const timer = setInterval(callback, delay, ...values)
  if (isOurs()) waiting.add(timer)
  return timer
}

const watched = {
  setTimeout: setWatchedTimeout,
  setInterval: setWatchedInterval,
  clearTimeout(/** @type {any} */ timer) {
    waiting.delete(timer)
    clearTimeout(timer)
  },
  clearInterval(/** @type {any} */ timer) {
    waiting.delete(timer)
    clearInterval(timer)
  },
}
Object.assign(timers, watched)
Object.assign(globalThis, watched)
syncBuiltinESMExports()

process.once('beforeExit', () => {
  const left = { threads: threads.size, timers: waiting.size, held: process.getActiveResourcesInfo() }
  process.stderr.write(`${JSON.stringify({ message: 'left', ...left })}\n`)
})
