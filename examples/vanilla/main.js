import { createReranker } from 'webrerank'

const documents = [
  'The Eiffel Tower is in Paris.',
  'A vector database stores embeddings and finds nearest neighbours.',
  'Bread is baked in an oven.',
]

const reranker = createReranker()
const form = document.querySelector('form')
const list = document.querySelector('ol')
const status = document.querySelector('[role=status]')

async function search() {
  const query = new FormData(form).get('query')
  try {
    const { results, webrerank } = await reranker.rank({ query, documents })
    list.replaceChildren(...results.map(row))
    status.textContent = webrerank.answered ? 'Ranked on your device.' : 'Nothing here answers this.'
  } catch (error) {
    status.textContent = error.message
  }
}

function row({ index, relevance_score }) {
  const item = document.createElement('li')
  item.textContent = `${documents[index]} (${relevance_score.toFixed(2)})`
  return item
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  search()
})
search()
