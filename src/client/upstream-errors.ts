import { isRerankError, RerankError } from '../protocol/errors.js'

/** Characters of an upstream's reason that are told. */
const LONGEST_REASON = 300

/** Answers that the same request may not get a second time, or not from another server. */
const PASSING: ReadonlySet<unknown> = new Set([408, 429, 500, 502, 503, 504])

/** What a client did wrong stays its own; the rest is the upstream's. */
export function refused(url: string, status: number, answer: unknown): RerankError {
  const body = answer as { message?: unknown; error?: { message?: unknown } | string } | undefined
  const error = typeof body?.error === 'object' ? body.error?.message : body?.error
  const reason = [body?.message, error].find((text) => typeof text === 'string') ?? 'no reason given'
  const message = reason.slice(0, LONGEST_REASON)
  if (status === 400 || status === 413 || status === 422) {
    return new RerankError('invalid_request', `upstream: ${message}`, { details: { upstream: url, status } })
  }
  return failed(url, `answered ${status}: ${message}`, undefined, status)
}

export function late(url: string, timeout: number, cause: unknown): RerankError {
  const message = `the upstream ${new URL(url).origin} did not answer within ${timeout} ms`
  return new RerankError('timeout', message, { details: { upstream: url }, cause })
}

export function failed(url: string, what: string, cause?: unknown, status?: number): RerankError {
  const { origin } = new URL(url)
  return new RerankError('upstream_failed', `the upstream ${origin} ${what}`, {
    details: { upstream: url, ...(status !== undefined && { status }) },
    cause,
  })
}

/** Whether the upstream is at fault, and not the request or the caller. */
export function isUpstreamFault(error: unknown): error is RerankError {
  return (
    isRerankError(error) &&
    (error.code === 'upstream_failed' || (error.code === 'timeout' && error.details?.upstream !== undefined))
  )
}

/**
 * Whether it is worth to send the same request once more. It is safe at any rate: a ranking changes nothing.
 * @param elsewhere whether it would go to another address. One that is too slow is not asked twice
 */
export function isWorthRetrying(error: unknown, elsewhere: boolean): boolean {
  if (!isUpstreamFault(error)) return false
  if (error.code === 'timeout') return elsewhere
  // The platform's fetch and its bodies fail with a TypeError where the network does.
  return PASSING.has(error.details?.status) || error.cause instanceof TypeError
}
