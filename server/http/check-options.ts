import { statSync } from 'node:fs'
import { invalid } from '../../src/protocol/errors.js'
import { checkTime } from '../api/check-options.js'
import type { ServeOptions } from './types.js'

/** What the header `Authorization: Bearer` can carry, by RFC 6750. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/

/**
 * Options of a server that could not be meant are refused before it listens.
 * @throws RerankError `invalid_request` naming the option
 */
export function checkServeOptions({ apiKeys = [], drain, grace, host, port, site }: ServeOptions): void {
  for (const [i, key] of apiKeys.entries())
    if (!TOKEN.test(key))
      throw invalid(`apiKeys[${i}]`, 'may contain only letters, digits and . _ ~ + / -, as a bearer token')
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw invalid('port', 'must be an integer from 0 to 65535')
  if (host === '') throw invalid('host', 'must not be empty')
  checkTime('drain', drain, 0)
  checkTime('grace', grace, 0)
  if (site !== undefined && !statSync(site, { throwIfNoEntry: false })?.isDirectory())
    throw invalid('site', `must be a folder: ${site}`)
}
