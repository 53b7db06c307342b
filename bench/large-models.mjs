// What a cascade saves, and whether a deadline is kept: the embedded model before one of MiniLM-L12's shape (12 layers, 384 wide,
// int8, random weights), in Node, one thread a model, nothing remembered. Build first: npm run build
//   node bench/large-models.mjs [--rounds 5] [--runs 100] [--deadline 300]
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { documents, QUERY } from './inputs.mjs'
import { makeMiniLm } from './minilm.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    runs: { type: 'string', default: '100' },
    deadline: { type: 'string', default: '300' },
  },
})
const [rounds, runs, deadline] = [values.rounds, values.runs, values.deadline].map(Number)
const COUNT = 100
const KEEP = 20

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const folder = at('.cache/bench/minilm-l12')
makeMiniLm(folder, at('public/models/webrerank-tiny-en'), ['q8'], 12)

const { createReranker } = await import(new URL('../dist/server.js', import.meta.url).href)
const model = { id: 'minilm-l12-shape', source: pathToFileURL(`${folder}/`).href }
const open = (options) => createReranker({ runtime: 'wasm', cache: false, model, ...options })
const alone = open({})
const cascade = open({ cascade: { first: 'webrerank/tiny-en', keep: KEEP } })
await Promise.all([alone.load(), cascade.load()])

const texts = documents(COUNT)
const time = async (work) => {
  const start = performance.now()
  const answer = await work()
  return { milliseconds: performance.now() - start, answer }
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
const round = (number) => Math.round(number * 100) / 100

/** They take turns, so that what else runs on the machine is in both. */
async function measureCascade() {
  const times = { alone: [], cascade: [] }
  for (let i = 0; i < rounds; i++)
    for (const [name, reranker] of Object.entries({ alone, cascade }))
      times[name].push((await time(() => reranker.rank({ query: QUERY, documents: texts }))).milliseconds)
  return { alone: median(times.alone), cascade: median(times.cascade) }
}

/** How much longer than the deadline each run took, and how long the longest pair takes by itself. */
async function measureDeadline() {
  let pair = 0
  for (const text of texts)
    pair = Math.max(
      pair,
      (await time(() => alone.rank({ query: QUERY, documents: [text] }))).answer.webrerank.timings.score,
    )
  const over = []
  const scored = []
  for (let i = 0; i < runs; i++) {
    const { milliseconds, answer } = await time(() =>
      cascade.rank({ query: QUERY, documents: texts }, { deadline }),
    )
    over.push(milliseconds - deadline)
    scored.push(answer.webrerank.scored[model.id] ?? 0)
  }
  return { pair, over, scored }
}

const { alone: one, cascade: two } = await measureCascade()
console.log(`${COUNT} passages, the large model alone: ${round(one)} ms`)
console.log(`cascade, keep ${KEEP}: ${round(two)} ms, ${round(two / one)} times that`)
const { pair, over, scored } = await measureDeadline()
const kept = over.filter((milliseconds) => milliseconds <= pair).length
console.log(`the longest pair: ${round(pair)} ms`)
console.log(
  `deadline ${deadline} ms, kept within one pair in ${kept} of ${runs} runs; over it by ${round(median(over))} ms in the middle, ${round(Math.max(...over))} ms at most`,
)
console.log(`documents that the large model scored in that time: ${median(scored)} in the middle`)
alone.dispose()
cascade.dispose()
