import { rerank } from '/dist/index.js'

const response = await rerank('/v1/rerank', {
  method: 'POST',
  body: JSON.stringify({
    model: 'webrerank/tiny-en',
    query: 'a question',
    documents: ['an answer', 'a tree'],
  }),
})
const { results, error } = await response.json()
document.documentElement.dataset.result = error ? error.message : `${results.length} results`
