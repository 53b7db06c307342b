import { useDeferredValue, useState } from 'react'
import { createReranker } from 'webrerank'
import { useRerank, useReranker } from 'webrerank/react'

const documents = [
  'The Eiffel Tower is in Paris.',
  'A vector database stores embeddings and finds nearest neighbours.',
  'Bread is baked in an oven.',
]

export function Search() {
  const [text, setText] = useState('What is a vector database?')
  const query = useDeferredValue(text.trim())
  const reranker = useReranker(() => createReranker())
  const { status, answer, error } = useRerank(reranker, query ? { query, documents } : null)
  return (
    <main>
      <label>
        Question <input value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <p role="status">{error ? error.message : status}</p>
      <ol>
        {answer?.results.map(({ index, relevance_score }) => (
          <li key={index}>
            {documents[index]} ({relevance_score.toFixed(2)})
          </li>
        ))}
      </ol>
    </main>
  )
}
