import { Search } from './search.jsx'

// Rendered on the server; what it finds would come from your database or your search engine.
const documents = [
  'The Eiffel Tower is in Paris.',
  'A vector database stores embeddings and finds nearest neighbours.',
  'Bread is baked in an oven.',
]

export default function Page() {
  return <Search documents={documents} />
}
