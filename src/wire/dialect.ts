import type { RerankError } from '../protocol/errors.js'
import type { RerankResponse } from './response.js'

/** What a dialect has to answer with. */
export interface Service {
  /** Answers a body of `POST /v1/rerank`. */
  rank(body: unknown): Promise<RerankResponse>
  /** Ids that a request may name. */
  models?: readonly string[] | undefined
  /** Tokens that the first of them takes. */
  window?: number | undefined
  /** Most documents of a request. */
  maxDocuments: number
}

/** How one rerank API asks and answers. */
export interface Dialect {
  /** The one method that it answers; with GET, HEAD too. */
  method: 'GET' | 'POST'
  /** The answer's body. What is wrong with a request is thrown as a {@link RerankError}. */
  answer(body: unknown, service: Service): Promise<unknown>
  /** The body and status of an error. */
  error(error: RerankError): { status: number; body: unknown }
}
