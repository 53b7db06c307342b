import type { RerankError } from '../../protocol/errors.js'
import type { Dialect } from '../dialect.js'
import { readFields } from './fields.js'

/** `POST /v2/rerank` as Cohere has it: results name documents by their index alone. */
export const cohereDialect: Dialect = {
  method: 'POST',
  async answer(body, { rank }) {
    const { id, results, webrerank } = await rank({ ...readFields(body), return_documents: false })
    return {
      id,
      results,
      meta: {
        api_version: { version: '2', is_experimental: false },
        billed_units: { search_units: 0 },
        ...(webrerank.warnings.length > 0 && { warnings: webrerank.warnings }),
      },
      webrerank,
    }
  },
  error(error) {
    const [status, message] = describe(error)
    return { status, body: { id: null, message } }
  },
}

/** In Cohere's own words where it has some. */
function describe({ code, status, message, details }: RerankError): [status: number, message: string] {
  if (code === 'model_not_found') {
    return [
      404,
      `model '${details?.model}' not found, make sure the correct model ID was used and that you have access to the model.`,
    ]
  }
  if (code !== 'invalid_request') return [status, message]
  return [
    status,
    message === 'documents must not be empty'
      ? 'invalid request: list of documents must not be empty'
      : `invalid request: ${message}`,
  ]
}
