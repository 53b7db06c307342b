import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type ApiOptions, createApi, type RerankApi } from '../api/create-api.js'
import { createApp } from './app.js'
import { type LogEntry, writeLog } from './log.js'

/** Options of {@link serve}. All may be left out. */
export interface ServeOptions extends ApiOptions {
  /** Milliseconds a request may take, waiting and loading included; then it is answered with 504. Default: 120,000. */
  timeout?: number | undefined
  /** 0 takes any free one. Default: 8787. */
  port?: number | undefined
  /** The address to listen on. Default: `127.0.0.1`, so that only this machine is answered. */
  host?: string | undefined
  /** Origins whose pages may call, such as `https://example.com`; `*` for all. Default: the server's own alone. */
  allowOrigin?: readonly string[] | undefined
  /** Keys, one of which requests must carry as `Authorization: Bearer`. Default: none is asked for. */
  apiKeys?: readonly string[] | undefined
  /** A folder of static files, served beside the API. Default: none. */
  site?: string | undefined
  /** Takes log entries, which hold no text of users. Default: a JSON line each on stderr. */
  log?: ((entry: LogEntry) => void) | undefined
  /** Milliseconds that requests under way have left when the server stops. Default: 10,000. */
  grace?: number | undefined
}

/** A server that listens. */
export interface RerankServer {
  /** Such as `http://127.0.0.1:8787`. */
  readonly url: string
  readonly api: RerankApi
  /** Takes no more requests, lets those under way finish, then ends the threads. */
  close(): Promise<void>
}

/** Milliseconds that a client has to send a whole request: a body of 32 MiB in them is 2 Mbit/s. */
const REQUEST_TIMEOUT = 120_000

/** Default of {@link ServeOptions.timeout}. */
const ANSWER_TIMEOUT = 120_000

/**
 * Serves every dialect of the rerank API, `/health` and `/metrics` over HTTP. Models load in the background: `/health`
 * is 503 until they are ready, and requests wait.
 * @throws the system's error where the port is taken; RerankError `model_not_found`
 */
export async function serve(options: ServeOptions = {}): Promise<RerankServer> {
  const { port = 8787, host = '127.0.0.1', grace = 10_000, log = writeLog } = options
  const api = createApi({ ...options, timeout: options.timeout ?? ANSWER_TIMEOUT })
  let state: 'loading' | 'ok' | 'stopping' = 'loading'
  const app = createApp({
    api,
    allowOrigin: options.allowOrigin ?? [],
    apiKeys: options.apiKeys ?? [],
    site: options.site,
    log,
    state: () => state,
  })
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT }, getRequestListener(app.fetch))
  await listen(server, port, host).catch((error) => {
    api.dispose()
    throw error
  })
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
  const entry = (message: string, more: object = {}): void =>
    log({ time: new Date().toISOString(), message, ...more })
  entry('listening', { url })
  api.load().then(
    () => {
      if (state === 'loading') state = 'ok'
      entry('ready', { models: api.models })
    },
    // It stays `loading`: the first request tries again, and is told the reason.
    (error: Error) => {
      if (state === 'loading') entry('load failed', { error: error.message })
    },
  )

  let closed: Promise<void> | undefined
  return {
    url,
    api,
    close() {
      closed ??= new Promise<void>((resolve) => {
        state = 'stopping'
        entry('stopping')
        const timer = setTimeout(() => server.closeAllConnections(), grace)
        server.close(() => {
          clearTimeout(timer)
          api.dispose()
          entry('stopped')
          resolve()
        })
        server.closeIdleConnections()
      })
      return closed
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
