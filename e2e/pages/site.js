// What the tests' page runs: the library as it ships, from a plain module script.
import { createReranker, rerank } from '/dist/index.js'

export { createReranker, rerank }

const rerankers = new Map()

/** One reranker for each set of options, as a site would have it. `fault`: its worker fails in this way. */
export function reranker({ fault, ...options } = {}) {
  const key = JSON.stringify([fault, options])
  if (!rerankers.has(key)) {
    const worker = fault && (() => faultyWorker(fault))
    rerankers.set(key, createReranker({ ...options, ...(worker && { worker }) }))
  }
  return rerankers.get(key)
}

/** Workers that were started, for tests that end them from outside. */
export const workers = []

export function faultyWorker(fault) {
  const worker = new Worker(`/faulty-worker.js?fault=${fault}&count=${workers.length}`, { type: 'module' })
  workers.push(worker)
  return worker
}

/** Collects the durations of long tasks of the page, from 50 ms on, one of its own first: it shows that they are seen. */
export function watchLongTasks() {
  const tasks = []
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration)
  })
  observer.observe({ type: 'longtask' })
  const start = performance.now()
  while (performance.now() - start < 120);
  return {
    /** Those of the last moment are told a little later. */
    async stop() {
      await new Promise((resolve) => setTimeout(resolve, 100))
      observer.disconnect()
      return tasks
    },
  }
}
