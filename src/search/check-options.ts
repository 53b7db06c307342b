import { RerankError } from '../protocol/errors.js'

/**
 * Infinity is never; other times than a timer has would be no time at all.
 * @throws RerankError `invalid_request` naming the option
 */
export function milliseconds<K extends 'rest' | 'timeout'>(
  options: { [key in K]?: number | undefined },
  name: K,
  standard: number,
  least: number,
): number {
  const value = options[name] ?? standard
  const isTime = Number.isInteger(value) && value >= least && value < 2 ** 31
  if (!isTime && value !== Infinity)
    throw new RerankError(
      'invalid_request',
      `${name} must be a whole number of milliseconds from ${least} to 2^31, or Infinity for never`,
      { param: name },
    )
  return value
}

/** @throws RerankError `invalid_request` naming the option */
export function count<K extends 'candidates' | 'limit' | 'sentences' | 'readingTime'>(
  options: { [key in K]?: number | undefined },
  name: K,
  standard: number,
  least: number,
): number {
  const value = options[name] ?? standard
  if (!Number.isInteger(value) || value < least)
    throw new RerankError('invalid_request', `${name} must be a whole number of at least ${least}`, {
      param: name,
    })
  return value
}
