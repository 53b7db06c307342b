import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'

const ROOT = new URL('../../', import.meta.url)

/** A static file server on this machine. It sets no header that a plain host would not set. */
export interface FileServer {
  readonly origin: string
  /** Paths that were asked for, in order. */
  readonly requests: string[]
  /** Headers added to every answer; to be changed at will. */
  headers: Record<string, string>
  /** Answers every request itself where it is set: stalls, errors, wrong content. */
  intercept:
    | ((request: IncomingMessage) => 'stall' | 'cut' | number | { body: string; type: string } | undefined)
    | undefined
  close(): Promise<void>
}

/** @param folders what is served: a folder of the repository by its path prefix */
export async function serveFiles(folders: Record<string, string>): Promise<FileServer> {
  const mounts = Object.entries(folders).map(([prefix, folder]) => ({
    prefix,
    serve: sirv(fileURLToPath(new URL(folder, ROOT)), { dev: true }),
  }))
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    state.requests.push(path)
    for (const [name, value] of Object.entries(state.headers)) response.setHeader(name, value)
    const fault = state.intercept?.(request)
    if (fault === 'stall') return
    if (fault === 'cut') {
      response.writeHead(200, { 'content-length': '1000000' })
      response.write('cut')
      setTimeout(() => response.destroy(), 50)
      return
    }
    if (typeof fault === 'number') return void response.writeHead(fault).end()
    if (fault) return void response.writeHead(200, { 'content-type': fault.type }).end(fault.body)
    const mount = mounts.find(({ prefix }) => path.startsWith(prefix))
    if (!mount) return void response.writeHead(404).end()
    request.url = `/${path.slice(mount.prefix.length)}`
    mount.serve(request, response, () => void response.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const state: FileServer = {
    // Not an IP address: localhost is a secure context under either name, and this is what people type.
    origin: `http://localhost:${port}`,
    requests: [],
    headers: {},
    intercept: undefined,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return state
}
