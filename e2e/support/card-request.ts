import { type Answer, expect } from './site.js'

/** The model that ships. */
export const MODEL = 'webrerank/tiny-en'
/** A request of the model's card. */
export const CARD = {
  model: MODEL,
  query: 'What is a vector database?',
  documents: [
    'The Eiffel Tower is in Paris.',
    'A vector database stores embeddings and finds nearest neighbours.',
    'PostgreSQL is a relational database.',
    'Vector databases such as Milvus or Qdrant index high-dimensional vectors for similarity search.',
  ],
}

/** A request that takes some seconds. */
export const LONG = {
  ...CARD,
  documents: Array.from({ length: 900 }, (_, i) => `${'word '.repeat(300)}${i}`),
}

/** The documents of {@link CARD} that answer its query. */
export const ANSWERS = [1, 3]

export const scores = (answer: Answer) => answer.body.results.map((result) => result.relevance_score)
export const order = (answer: Answer) => answer.body.results.map((result) => result.index)

/** Refused as invalid, and the field is named. */
export async function expectInvalid(answer: Promise<Answer>, param: string): Promise<void> {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBe(400)
  expect(body.error).toMatchObject({ code: 'invalid_request', param })
  expect(body.error?.message).toContain(param)
}
