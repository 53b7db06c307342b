/** A request, by what it asks. */
export interface EdgeRequest {
  name: string
  path: string
  method?: string
  body?: unknown
}

const QUERY = 'What is a vector database?'
const DOCUMENTS = [
  'The Eiffel Tower is in Paris.',
  'A vector database stores embeddings and finds nearest neighbours.',
  'PostgreSQL is a relational database.',
  `${'Rivers carry water to the sea. '.repeat(60)}A vector database finds neighbours.`,
]
const MODEL = 'webrerank/tiny-en'
const body = { model: MODEL, query: QUERY, documents: DOCUMENTS }

/** One of each dialect, and of each kind of answer and refusal. */
export const REQUESTS: readonly EdgeRequest[] = [
  { name: 'the card’s own', path: '/v1/rerank', body },
  {
    name: 'raw scores of the best two, without texts',
    path: '/v1/rerank',
    body: { ...body, top_n: 2, raw_scores: true, return_documents: false },
  },
  {
    name: 'windows of a long document',
    path: '/v1/rerank',
    body: { ...body, max_chunks_per_doc: 4, overlap_tokens: 20 },
  },
  { name: 'blended with BM25', path: '/v1/rerank', body: { ...body, fuse: true } },
  { name: 'Cohere, version 2', path: '/v2/rerank', body },
  { name: 'Voyage', path: '/voyage/v1/rerank', body: { ...body, top_k: 3, return_documents: true } },
  {
    name: 'text-embeddings-inference',
    path: '/rerank',
    body: { query: QUERY, texts: DOCUMENTS, return_text: true },
  },
  { name: 'vLLM’s score', path: '/v1/score', body: { model: MODEL, text_1: QUERY, text_2: DOCUMENTS } },
  { name: 'models', path: '/v1/models', method: 'GET' },
  { name: 'one model', path: `/v1/models/${MODEL}`, method: 'GET' },
  { name: 'information', path: '/info', method: 'GET' },
  { name: 'another model', path: '/v1/rerank', body: { ...body, model: 'rerank-v9' } },
  { name: 'no documents', path: '/v2/rerank', body: { ...body, documents: [] } },
  { name: 'no query', path: '/rerank', body: { texts: DOCUMENTS } },
  { name: 'a document too long', path: '/v1/rerank', body: { ...body, truncate: false } },
  { name: 'no JSON', path: '/v1/rerank', body: '{"query": ' },
  { name: 'another method', path: '/v1/rerank', method: 'GET' },
  { name: 'another path', path: '/v1/embeddings', body },
]
