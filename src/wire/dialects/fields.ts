import { isRerankError, RerankError } from '../../protocol/errors.js'

/**
 * The members of a body, to be read as unknown.
 * @throws RerankError `invalid_request` where it is no object
 */
export function readFields(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RerankError('invalid_request', 'the body must be a JSON object')
  return body as Record<string, unknown>
}

/** Does the work; an error that names a field of the card's names the dialect's own in its place. */
export async function withNames<T>(names: Record<string, string>, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const name = isRerankError(error) && error.param !== undefined ? names[error.param] : undefined
    if (!isRerankError(error) || name === undefined) throw error
    throw new RerankError(error.code, error.message.replace(new RegExp(`^${error.param}\\b`), name), {
      param: name,
      cause: error,
      ...(error.details && { details: error.details }),
    })
  }
}
