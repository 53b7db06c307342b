import type { Upstream } from '../../src/client/types.js'
import { LONGEST_TIME, MOST_RETRIES } from '../api/check-options.js'
import { readChoice, readNumber, UsageError } from './usage.js'

/** Options of `serve` for an upstream, as they were given. */
interface UpstreamArguments {
  upstream?: string[] | undefined
  'upstream-when'?: string | undefined
  'upstream-key'?: string | undefined
  'upstream-model'?: string | undefined
  'upstream-timeout'?: string | undefined
  'upstream-retries'?: string | undefined
  'upstream-format'?: string | undefined
}

/** @throws UsageError naming the option; also where one is given without an upstream */
export function readUpstream(values: UpstreamArguments): Upstream | undefined {
  const { upstream: url } = values
  if (url === undefined) {
    const names = Object.entries(values).flatMap(([name, value]) =>
      name.startsWith('upstream-') && value !== undefined ? name : [],
    )
    if (names.length > 0) throw new UsageError(`--${names[0]} has no meaning without --upstream`)
    return undefined
  }
  const key = values['upstream-key'] ?? process.env.WEBRERANK_UPSTREAM_KEY
  const model = values['upstream-model']
  const timeout = readNumber('upstream-timeout', values['upstream-timeout'], 1, LONGEST_TIME)
  const retries = readNumber('upstream-retries', values['upstream-retries'], 0, MOST_RETRIES)
  const when = values['upstream-when'] ?? 'overflow'
  return {
    url,
    when: readChoice('upstream-when', when, ['unavailable', 'overflow', 'always']),
    format: readChoice('upstream-format', values['upstream-format'] ?? 'rerank', ['rerank', 'tei']),
    ...(key && { headers: { authorization: `Bearer ${key}` } }),
    ...(model && { model }),
    ...(timeout !== undefined && { timeout }),
    ...(retries !== undefined && { retries }),
  }
}
