import { MODEL_IDS } from '../../models/catalogue/ids.js'
import { RerankError } from '../../protocol/errors.js'
import type { Dialect } from '../dialect.js'
import { readFields, withNames } from './fields.js'

/** `POST /rerank` with `texts`, as Hugging Face's text-embeddings-inference has it: a bare array. */
export const teiDialect: Dialect = {
  method: 'POST',
  async answer(body, { rank }) {
    const { texts, return_text, truncation_direction, model, query, raw_scores, truncate } = readFields(body)
    if (truncation_direction != null && !/^"right"$/i.test(JSON.stringify(truncation_direction)))
      throw new RerankError('invalid_request', 'truncation_direction must be Right', {
        param: 'truncation_direction',
      })
    const { results } = await withNames({ documents: 'texts', return_documents: 'return_text' }, () =>
      rank({ model, query, documents: texts, raw_scores, truncate, return_documents: return_text ?? false }),
    )
    return results.map(({ index, relevance_score, document }) => ({
      index,
      score: relevance_score,
      ...(document && { text: document.text }),
    }))
  },
  error: describeError,
}

/** `GET /info`, which some clients ask for before they rank: what kind of model there is, and what it takes. */
export const teiInfoDialect: Dialect = {
  method: 'GET',
  answer: async (_, { models = MODEL_IDS, window, maxDocuments }) => ({
    model_id: models[0],
    model_type: { reranker: { id2label: { 0: 'LABEL_0' }, label2id: { LABEL_0: 0 } } },
    ...(window !== undefined && { max_input_length: window }),
    max_client_batch_size: maxDocuments,
    auto_truncate: true,
  }),
  error: describeError,
}

function describeError({ code, status, message }: RerankError): { status: number; body: unknown } {
  if (code === 'invalid_request') {
    return message === 'texts must not be empty'
      ? { status, body: { error: '`texts` cannot be empty', error_type: 'Empty' } }
      : { status: 422, body: { error: message, error_type: 'Validation' } }
  }
  if (status === 429) return { status, body: { error: 'Model is overloaded', error_type: 'Overloaded' } }
  const type = status < 500 ? 'Validation' : status === 503 ? 'Unhealthy' : 'Backend'
  return { status, body: { error: message, error_type: type } }
}
