import { invalid } from '../../src/protocol/errors.js'

/** Who may ask. */
export interface Access {
  /** Whether a page of this origin may call. */
  isAllowedOrigin(origin: string): boolean
  /** Whether the server answers to this name, as a `Host` header has it. */
  isOwnHost(host: string | undefined): boolean
}

/** Names by which this machine alone can be meant. */
const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * @param host the address that is listened on. On a loopback one a page of any site might have its name point here, and
 * read what only this machine should: so only names of this machine are answered to, and those in `allowHost`. On other
 * addresses every name is, unless `allowHost` has some
 * @param allowHost names without a port
 * @throws RerankError `invalid_request` naming the entry that can never match
 */
export function createAccess(
  host: string,
  allowHost: readonly string[],
  allowOrigin: readonly string[],
): Access {
  const hosts = new Set(allowHost.map(readHost))
  const origins = new Set(allowOrigin.map(readOrigin))
  const isLoopback = LOOPBACK.test(nameOf(host.includes(':') ? `[${host}]` : host) ?? '')
  const isOpen = !isLoopback && hosts.size === 0
  return {
    isAllowedOrigin: (origin) => origins.has('*') || origins.has(origin),
    isOwnHost(header) {
      if (isOpen) return true
      const name = header === undefined ? undefined : nameOf(header)
      return name !== undefined && (hosts.has(name) || LOOPBACK.test(name))
    },
  }
}

/** The name of a `Host` header without its port, in the form that addresses have. */
function nameOf(host: string): string | undefined {
  const url = `http://${host}`
  if (/[/?#@\\]/.test(host) || !URL.canParse(url)) return undefined
  return new URL(url).hostname.replace(/\.$/, '')
}

function readHost(entry: string, i: number): string {
  const name = nameOf(entry)
  if (name === undefined || name !== entry.toLowerCase())
    throw invalid(`allowHost[${i}]`, `must be a name without a port, such as rerank.example.com: ${entry}`)
  return name
}

/** In the form in which browsers send it: lower case, no slash at the end, no port that is the scheme's own. */
function readOrigin(entry: string, i: number): string {
  if (entry === '*') return entry
  const url = URL.canParse(entry) ? new URL(entry) : undefined
  if (!url || url.origin === 'null' || url.pathname !== '/' || url.search || url.hash || url.username)
    throw invalid(`allowOrigin[${i}]`, `must be an origin, such as https://example.com, or *: ${entry}`)
  return url.origin
}
