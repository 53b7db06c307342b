// What the tests' page runs: the library as it ships, from a plain module script.
import { createReranker as create, rerank as rerankByDefault } from '/dist/index.js'

export { isRerankError } from '/dist/index.js'

const made = []
let usedDefault = false

export function createReranker(options) {
  const reranker = create(options)
  made.push(reranker)
  return reranker
}

export function rerank(...request) {
  usedDefault = true
  return rerankByDefault(...request)
}

/** Disposes of all rerankers of the page. @returns whether one is left: that of `rerank()`, which a page keeps */
window.endRerankers = () => {
  for (const reranker of made.splice(0)) reranker.dispose()
  rerankers.clear()
  return usedDefault
}

const rerankers = new Map()

/**
 * One reranker for each set of options, as a site would have it. `fault`: its worker fails in this way. `script`: the
 * script of its worker.
 */
export function reranker({ fault, script, ...options } = {}) {
  const key = JSON.stringify([fault, script, options])
  if (!rerankers.has(key)) {
    const worker =
      (fault && (() => faultyWorker(fault))) || (script && (() => new Worker(script, { type: 'module' })))
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

/** How many turns the page's own event loop has while work is done elsewhere: few, if any, where the work is the page's. */
export async function countTurns(work) {
  let turns = 0
  const timer = setInterval(() => {
    turns++
  })
  await work()
  clearInterval(timer)
  return turns
}
