// Threads of a reranker end in the midst of requests, in a way that the first argument names. Prints what became of the requests.
import { syncBuiltinESMExports } from 'node:module'
import threads from 'node:worker_threads'

const way = process.argv[2] ?? 'exit'
/** What each thread runs beside its own code: it ends itself when it is told to. */
const DIE = `data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads'
  const ways = {
    exit: () => process.exit(7),
    error: () => setImmediate(() => { throw new Error('a fault in the thread') }),
    memory() {
      const all = []
      for (;;) all.push(new Array(1e6).fill(0).map((_, i) => ({ i })))
    },
  }
  parentPort.on('message', (message) => ways[message?.die]?.())
`)}`
/** @type {threads.Worker[]} */
const started = []
threads.Worker = class extends threads.Worker {
  /** @param {ConstructorParameters<typeof threads.Worker>} args */
  constructor(...[file, options]) {
    const resourceLimits = { ...options?.resourceLimits, maxOldGenerationSizeMb: 96 }
    super(file, { ...options, resourceLimits, execArgv: ['--import', DIE] })
    started.push(this)
  }
}
syncBuiltinESMExports()

const dist = new URL('../../dist/server.js', import.meta.url)
const { createReranker } = await import(dist.href)
const reranker = createReranker({ runtime: 'wasm', threads: 2, cache: false })
const request = (/** @type {number} */ number) => ({
  query: `warm drink ${number}`,
  documents: Array.from({ length: 60 }, (_, i) => `Passage ${i} on chocolate and the weather. `.repeat(12)),
})
const rank = async (/** @type {number} */ number) => {
  const { results } = await reranker.rank(request(number))
  return JSON.stringify(results.map(({ index, relevance_score }) => [index, relevance_score]))
}
const NUMBERS = [1, 2, 3, 4]
/** Ends a thread once it has work. */
const end = async (/** @type {threads.Worker} */ thread) => {
  const gone = new Promise((resolve) => thread.once('exit', resolve))
  thread.postMessage({ die: way })
  await gone
}

const expected = await Promise.all(NUMBERS.map(rank))
const before = started.length
const asked = Promise.allSettled(NUMBERS.map(rank))
await new Promise((resolve) => setTimeout(resolve, 50))
// The one that helps, then the one that has the requests.
const ended = []
for (const thread of [started[before - 1], started[0]]) {
  if (!thread || ended.includes(thread)) continue
  ended.push(thread)
  await end(thread)
}
const answers = await asked
reranker.dispose()
const lost = answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []))
const other = answers.filter(
  (answer, i) => answer.status === 'fulfilled' && answer.value !== expected[i],
).length
console.log(JSON.stringify({ threads: before, ended: ended.length, lost, other }))
