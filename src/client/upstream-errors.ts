import { RerankError } from '../protocol/errors.js'
import type { Upstream } from './types.js'

/** Characters of an upstream's reason that are told. */
const LONGEST_REASON = 300

/** What a client did wrong stays its own; the rest is the upstream's. */
export function refused(upstream: Upstream, status: number, answer: unknown): RerankError {
  const body = answer as { message?: unknown; error?: { message?: unknown } | string } | undefined
  const error = typeof body?.error === 'object' ? body.error?.message : body?.error
  const reason = [body?.message, error].find((text) => typeof text === 'string') ?? 'no reason given'
  const message = reason.slice(0, LONGEST_REASON)
  if (status === 400 || status === 413 || status === 422) {
    return new RerankError('invalid_request', `upstream: ${message}`, {
      details: { upstream: upstream.url, status },
    })
  }
  return failed(upstream, `answered ${status}: ${message}`, undefined, status)
}

export function late({ url }: Upstream, timeout: number, cause: unknown): RerankError {
  const message = `the upstream ${new URL(url).origin} did not answer within ${timeout} ms`
  return new RerankError('timeout', message, { details: { upstream: url }, cause })
}

export function failed(upstream: Upstream, what: string, cause?: unknown, status?: number): RerankError {
  const { origin } = new URL(upstream.url)
  return new RerankError('upstream_failed', `the upstream ${origin} ${what}`, {
    details: { upstream: upstream.url, ...(status !== undefined && { status }) },
    cause,
  })
}
