import type { Upstream } from '../../src/client/types.js'
import { RerankError } from '../../src/protocol/errors.js'

/** The longest time that a timer of the platform takes: a longer one would fire at once. */
export const LONGEST_TIME = 2 ** 31 - 1

/**
 * Checks numbers of options. Those that are undefined are not looked at.
 * @throws RerankError `invalid_request` naming the option
 */
export function checkLimits(limits: {
  maxDocuments: number
  maxBodyBytes: number
  maxPendingBytes: number
  maxQueue: number | undefined
  timeout: number | undefined
}): void {
  checkCount('maxDocuments', limits.maxDocuments, 1)
  checkCount('maxBodyBytes', limits.maxBodyBytes, 1)
  checkCount('maxPendingBytes', limits.maxPendingBytes, limits.maxBodyBytes)
  checkCount('maxQueue', limits.maxQueue, 0)
  checkTime('timeout', limits.timeout, 1)
}

/** @throws RerankError `invalid_request` where it is no integer of at least `min`; infinity will do */
function checkCount(name: string, value: number | undefined, min: number): void {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return
  if (!Number.isSafeInteger(value) || value < min)
    throw invalid(name, `must be an integer of at least ${min}`)
}

/** @throws RerankError `invalid_request` where a timer cannot take so many milliseconds */
export function checkTime(name: string, value: number | undefined, min: number): void {
  if (value !== undefined && !(value >= min && value <= LONGEST_TIME))
    throw invalid(name, `must be a time in milliseconds from ${min} to ${LONGEST_TIME}`)
}

/** @throws RerankError `invalid_request` where its address cannot be asked */
export function checkUpstream(upstream: Upstream | undefined): void {
  if (!upstream) return
  const { url } = upstream
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw invalid('upstream.url', 'must be an http or https URL')
  const { username, password } = new URL(url)
  if (username || password)
    throw invalid('upstream.url', 'must not contain a user name or password: use headers instead')
  checkTime('upstream.timeout', upstream.timeout, 1)
}

export function invalid(param: string, problem: string): RerankError {
  return new RerankError('invalid_request', `${param} ${problem}`, { param: param.replace(/[.[].*/, '') })
}
