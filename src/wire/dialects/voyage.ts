import type { Dialect } from '../dialect.js'
import { readFields, withNames } from './fields.js'

/** `POST /v1/rerank` as Voyage has it: `top_k`, a `data` list, documents as bare strings and only on demand. */
export const voyageDialect: Dialect = {
  method: 'POST',
  async answer(body, { rank }) {
    const { top_k, truncation, ...rest } = readFields(body)
    const { results, model, usage, webrerank } = await withNames(
      { top_n: 'top_k', truncate: 'truncation' },
      () =>
        rank({
          ...rest,
          top_n: top_k ?? rest.top_n,
          truncate: truncation,
          return_documents: rest.return_documents ?? false,
        }),
    )
    return {
      object: 'list',
      data: results.map(({ document, ...result }) => ({
        ...result,
        ...(document && { document: document.text }),
      })),
      model,
      usage: { total_tokens: usage.total_tokens },
      webrerank,
    }
  },
  error: ({ status, message, details, code }) => ({
    status,
    body: {
      detail: code === 'model_not_found' ? `Model ${details?.model} is not supported. ${message}` : message,
    },
  }),
}
