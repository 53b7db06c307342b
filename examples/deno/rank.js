// Puts the lines of the standard input in order, those that answer the question first:
//   cat questions.txt | deno run --allow-read rank.js "How do I return an order?"
import { createReranker } from 'webrerank/edge/deno'

const [query] = Deno.args
if (!query) {
  console.error('usage: deno run --allow-read rank.js QUESTION < LINES')
  Deno.exit(2)
}

const text = await new Response(Deno.stdin.readable).text()
const documents = text.split(/\r?\n/).filter((line) => line.trim() !== '')
const { results } = await createReranker().rank({ query, documents })
for (const { index, relevance_score } of results)
  console.log(`${relevance_score.toFixed(3)}  ${documents[index]}`)
