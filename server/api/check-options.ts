import type { Upstream } from '../../src/client/types.js'
import { invalid } from '../../src/protocol/errors.js'

/** The longest time that a timer of the platform takes: a longer one would fire at once. */
export const LONGEST_TIME = 2 ** 31 - 1

/** More would keep a client waiting for servers that are all down. */
export const MOST_RETRIES = 10

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

/** @throws RerankError `invalid_request` where it is no integer of at least `min`; where there is no `max`, infinity will do */
export function checkCount(name: string, value: number | undefined, min: number, max = Infinity): void {
  if (value === undefined || (value === Infinity && max === Infinity)) return
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw invalid(
      name,
      `must be an integer ${max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`}`,
    )
}

/** @throws RerankError `invalid_request` where a timer cannot take so many milliseconds */
export function checkTime(name: string, value: number | undefined, min: number): void {
  if (value !== undefined && !(value >= min && value <= LONGEST_TIME))
    throw invalid(name, `must be a time in milliseconds from ${min} to ${LONGEST_TIME}`)
}

/** @throws RerankError `invalid_request` where its address cannot be asked */
export function checkUpstream(upstream: Upstream | undefined): void {
  if (!upstream) return
  const urls = typeof upstream.url === 'string' ? [upstream.url] : upstream.url
  if (!Array.isArray(urls) || urls.length === 0)
    throw invalid('upstream.url', 'must be an http or https URL, or an array of such URLs')
  urls.forEach(checkUpstreamUrl)
  const twice = urls.find((url, i) => urls.indexOf(url) < i)
  if (twice !== undefined) throw invalid('upstream.url', `has the same address twice: ${twice}`)
  checkTime('upstream.timeout', upstream.timeout, 1)
  checkCount('upstream.retries', upstream.retries, 0, MOST_RETRIES)
}

function checkUpstreamUrl(url: unknown): void {
  if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw invalid('upstream.url', 'must be an http or https URL')
  const { username, password } = new URL(url)
  if (username || password)
    throw invalid('upstream.url', 'must not contain a user name or password: use headers instead')
}
