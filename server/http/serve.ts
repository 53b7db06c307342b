import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { LONGEST_TIME } from '../api/check-options.js'
import { createApi, type RerankApi } from '../api/create-api.js'
import { createAccess } from './access.js'
import { createApp, type ServerState } from './app.js'
import { checkServeOptions } from './check-options.js'
import { watchConnections } from './connections.js'
import { CLIENT_LIMITS, createHttpServer } from './http-server.js'
import { createLog, writeLog } from './log.js'
import type { ServeOptions } from './types.js'

/** A server that listens. */
export interface RerankServer {
  /** Such as `http://127.0.0.1:8787`. */
  readonly url: string
  readonly api: RerankApi
  /**
   * Stops in order: `/ready` is 503 and each answer ends its connection while requests are still taken, then no more are
   * taken, those under way finish, and the threads end.
   * @param options.drain milliseconds in which requests are still taken. Default: {@link ServeOptions.drain}
   */
  close(options?: { drain?: number | undefined }): Promise<void>
}

/** Milliseconds without a byte after which a connection is ended, beside the time that a request may take. */
const IDLE_TIMEOUT = 30_000

/** Milliseconds without a sign of life after which a model's thread counts as stalled. */
const STALLED_AFTER = 10_000

/** Milliseconds after which models that could not be loaded are tried again. */
const RETRY_AFTER = 30_000

/** Default of {@link ServeOptions.timeout}. */
const ANSWER_TIMEOUT = 120_000

/**
 * Serves every dialect of the rerank API, `/health`, `/ready` and `/metrics` over HTTP. Models load in the background: `/ready`
 * is 503 until they are ready, and requests wait.
 * @throws the system's error where the port is taken; RerankError `model_not_found`, `invalid_request` for an option that
 * cannot be meant
 * @example
 * ```ts
 * import { serve } from 'webrerank/server'
 *
 * const server = await serve({ port: 0, apiKeys: ['a-secret'] })
 * console.log(server.url)
 * await server.close()
 * ```
 */
export async function serve(options: ServeOptions = {}): Promise<RerankServer> {
  const { port = 8787, host = '127.0.0.1', grace = 20_000, timeout = ANSWER_TIMEOUT } = options
  checkServeOptions(options)
  const access = createAccess(host, options.allowHost ?? [], options.allowOrigin ?? [])
  const log = createLog(options.log ?? writeLog)
  const api = createApi({ ...options, timeout })
  let state: 'loading' | 'ok' | 'stopping' = 'loading'
  const app = createApp({
    api,
    access,
    apiKeys: options.apiKeys ?? [],
    site: options.site,
    log,
    state: (): ServerState => (state === 'ok' && api.silence > STALLED_AFTER ? 'stalled' : state),
  })
  // A probe of HTTP/1.0 need not name a host.
  const server = createHttpServer(getRequestListener(app.fetch, { hostname: 'localhost' }), {
    ...CLIENT_LIMITS,
    idle: Math.min(timeout + IDLE_TIMEOUT, LONGEST_TIME),
  })
  const connections = watchConnections(server)
  await listen(server, port, host).catch((error) => {
    api.dispose()
    throw error
  })
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
  log('listening', { url })
  let retry: ReturnType<typeof setTimeout> | undefined
  const load = () =>
    api.load().then(
      () => {
        if (state === 'loading') state = 'ok'
        log('ready', { models: api.models })
      },
      (error: Error) => {
        if (state !== 'loading') return
        log('load failed', { error: error.message })
        // Requests that come in between try as well, and are told the reason.
        retry = setTimeout(load, RETRY_AFTER)
      },
    )
  void load()

  let closed: Promise<void> | undefined
  return {
    url,
    api,
    close({ drain = options.drain ?? 0 } = {}) {
      closed ??= (async () => {
        state = 'stopping'
        clearTimeout(retry)
        log('stopping')
        connections.refuseReuse()
        // Who deals requests out learns of it by /ready, and sends some until then.
        if (drain > 0) await new Promise((resolve) => setTimeout(resolve, drain))
        await end()
      })()
      return closed
    },
  }

  /** Takes no more requests. */
  function end(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), grace)
      server.close(() => {
        clearTimeout(timer)
        api.dispose()
        log('stopped')
        resolve()
      })
      connections.endIdle()
    })
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
