// A static host on this machine, for scripts and benches. It sets no header that a plain host would not set.
import { createServer } from 'node:http'
import sirv from 'sirv'

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */

/**
 * Serves folders by the prefix of their address, the first that fits. What no folder has is answered with 404.
 * @param {Record<string, string>} folders
 * @param {object} [options]
 * @param {number} [options.port] default: one that is free
 * @param {string} [options.page] HTML for `/`
 * @param {(request: IncomingMessage, response: ServerResponse, path: string) => boolean | void} [options.before] sets
 *   headers, or answers by itself and returns true
 * @param {(prefix: string, path: string) => void} [options.onSent] is told of each file that was sent, by its folder's
 *   prefix and its path there
 */
export async function serveStatic(folders, { port = 0, page, before, onSent } = {}) {
  const mounts = Object.entries(folders).map(([prefix, folder]) => ({
    prefix,
    serve: sirv(folder, { dev: true }),
  }))
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const missing = () => void response.writeHead(404).end()
    if (before?.(request, response, pathname)) return
    if (page !== undefined && pathname === '/') {
      response.setHeader('content-type', 'text/html')
      return void response.end(page)
    }
    const mount = mounts.find(({ prefix }) => pathname.startsWith(prefix))
    if (!mount) return missing()
    const rest = pathname.slice(mount.prefix.length - 1)
    response.on('finish', () => {
      if (response.statusCode === 200) onSent?.(mount.prefix, rest)
    })
    request.url = rest
    mount.serve(request, response, missing)
  })
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)))
  const address = /** @type {AddressInfo} */ (server.address())
  return {
    origin: `http://localhost:${address.port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
