// How far the two runtimes of the server are from each other on real texts: the order, the logits and the time.
//   npm install --no-save onnxruntime-node && node scripts/verify/compare-runtimes.mjs [file.md...]
import { readFileSync } from 'node:fs'

const { createReranker } = await import(new URL('../../dist/server.js', import.meta.url).href)

const files = process.argv.slice(2)
const texts = (files.length > 0 ? files : ['docs/server.md', 'docs/guides/rank-in-a-page.md']).flatMap(
  (file) => readFileSync(file, 'utf8').split(/\n\s*\n/),
)
const documents = texts.map((text) => text.trim()).filter((text) => text.length > 80)
// A question for each: its own first words.
const queries = documents.map((text) =>
  text
    .replaceAll(/[^\p{L}\p{N} ]+/gu, ' ')
    .trim()
    .split(/\s+/)
    .slice(0, 8)
    .join(' '),
)

async function rankAll(runtime) {
  const reranker = createReranker({ runtime, cache: false })
  await reranker.load()
  const rankings = []
  const start = performance.now()
  let build
  for (const query of queries) {
    const { results, webrerank } = await reranker.rank({
      query,
      documents,
      raw_scores: true,
      return_documents: false,
    })
    build = webrerank.build
    rankings.push(results)
  }
  const milliseconds = (performance.now() - start) / (queries.length * documents.length)
  reranker.dispose()
  return { build, rankings, milliseconds }
}

const [native, wasm] = [await rankAll('native'), await rankAll('wasm')]
let [firsts, orders, most] = [0, 0, 0]
for (const [i, ranking] of native.rankings.entries()) {
  const other = wasm.rankings[i]
  if (ranking[0].index !== other[0].index) firsts++
  if (ranking.some(({ index }, rank) => index !== other[rank].index)) orders++
  const logits = new Map(other.map(({ index, relevance_score }) => [index, relevance_score]))
  for (const { index, relevance_score } of ranking)
    most = Math.max(most, Math.abs(relevance_score - logits.get(index)))
}
console.log(
  `${queries.length} queries over ${documents.length} paragraphs, ${native.build} beside ${wasm.build}`,
)
console.log(
  `another first: ${firsts}; another order somewhere: ${orders}; logits differ by ${most.toFixed(3)} at most`,
)
console.log(`a pair takes ${native.milliseconds.toFixed(2)} ms and ${wasm.milliseconds.toFixed(2)} ms`)
