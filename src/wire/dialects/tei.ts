import { RerankError } from '../../protocol/errors.js'
import type { Dialect } from '../dialect.js'
import { readFields, withNames } from './fields.js'

/** `POST /rerank` with `texts`, as Hugging Face's text-embeddings-inference has it: a bare array. */
export const teiDialect: Dialect = {
  async answer(body, { rank }) {
    const { texts, return_text, truncation_direction, model, query, raw_scores, truncate } = readFields(body)
    if (truncation_direction != null && !/^right$/i.test(String(truncation_direction)))
      throw new RerankError('invalid_request', 'truncation_direction: only Right is supported', {
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
  error({ code, status, message }) {
    if (code === 'invalid_request') {
      return message === 'texts must not be empty'
        ? { status, body: { error: '`texts` cannot be empty', error_type: 'Empty' } }
        : { status: 422, body: { error: message, error_type: 'Validation' } }
    }
    if (status === 429) return { status, body: { error: 'Model is overloaded', error_type: 'Overloaded' } }
    const type = status < 500 ? 'Validation' : status === 503 ? 'Unhealthy' : 'Backend'
    return { status, body: { error: message, error_type: type } }
  },
}
