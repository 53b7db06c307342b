import type { Dialect } from '../dialect.js'

/** SiliconFlow's numbers for errors that it has; others carry the HTTP status. */
const SILICONFLOW_CODES: Partial<Record<string, number>> = { model_not_found: 20012, invalid_request: 20015 }

/**
 * `POST /v1/rerank` as SiliconFlow, Jina, Cohere v1, vLLM, Together, llama.cpp and others have it: one answer with the
 * members that any of their parsers asks for.
 */
export const rerankDialect: Dialect = {
  method: 'POST',
  answer: (body, { rank }) => rank(body),
  error: ({ code, status, message, param = null }) => ({
    status,
    body: {
      error: { message, type: typeOf(status), param, code },
      code: SILICONFLOW_CODES[code] ?? status,
      message,
      data: null,
    },
  }),
}

/** By which clients tell a request that they may send again later from one that is wrong. */
function typeOf(status: number): string {
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}
