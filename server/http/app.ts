import { type Context, Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { readPath } from '../../src/wire/paths.js'
import type { RerankApi } from '../api/create-api.js'
import type { Access } from './access.js'
import type { AppEnvironment } from './environment.js'
import type { Log } from './log.js'
import { KNOWN_PATHS, observe } from './observe.js'
import { createServerMetrics } from './server-metrics.js'
import { createSite } from './site.js'

/** How a server is. `stalled`: a model's thread has not been heard of for a while. */
export type ServerState = 'loading' | 'ok' | 'stalled' | 'stopping'

export interface AppOptions {
  api: RerankApi
  access: Access
  /** Keys, one of which a request must carry; none: no key is asked for. */
  apiKeys: readonly string[]
  /** A folder of static files to serve beside the API. */
  site?: string | undefined
  log: Log
  state: () => ServerState
}

/** The API with what a server has around it: health, metrics, keys, hosts, origins, files, logs. */
export function createApp(options: AppOptions): Hono<AppEnvironment> {
  const { api, access, apiKeys, log } = options
  const app = new Hono<AppEnvironment>()
  const metrics = createServerMetrics(api)

  app.use(observe(metrics, log))
  const probes: Record<string, (state: ServerState) => boolean> = {
    // Alive: only a thread that hangs is mended by a new process.
    '/health': (state) => state !== 'stalled',
    '/ready': (state) => state === 'ok',
  }
  for (const [path, isWell] of Object.entries(probes))
    app.get(path, (context, next) => {
      const host = context.req.raw.headers.get('host') ?? undefined
      // Probes of HTTP/1.0 name no host, which a browser always does.
      if (host !== undefined && !access.isOwnHost(host)) return next()
      const status = options.state()
      return Promise.resolve(context.json({ status, models: api.models }, isWell(status) ? 200 : 503))
    })

  app.use((context, next) =>
    access.isOwnHost(context.req.header('host'))
      ? next()
      : Promise.resolve(refuse(403, 'this server does not answer to that host name')),
  )
  app.use(
    cors({
      origin: (origin) => (origin && access.isAllowedOrigin(origin) ? origin : null),
      allowMethods: ['GET', 'POST'],
      exposeHeaders: ['Server-Timing', 'Retry-After', 'X-Request-Id'],
      maxAge: 86_400,
    }),
  )
  app.use(async (context, next) => {
    const origin = context.req.header('origin')
    if (origin === undefined || access.isAllowedOrigin(origin) || isSame(origin, context)) return next()
    // The browser would keep the answer from that page, but only after it was paid for.
    return refuse(403, 'this origin is not allowed')
  })

  if (options.site !== undefined) {
    const files = createSite(options.site, (error) => log('error', { error: codeOf(error) }))
    app.get('*', (context, next) => (KNOWN_PATHS.test(context.req.path) ? next() : files(context, next)))
    // What is no file and no path of the API is missing, whatever key the request has.
    app.get('*', (context, next) => {
      const { path } = context.req
      const isAnswered = path === '/metrics' || readPath(path) !== undefined
      return isAnswered ? next() : Promise.resolve(refuse(404, 'no such file'))
    })
  }
  if (apiKeys.length > 0) {
    app.use(
      bearerAuth({
        token: [...apiKeys],
        noAuthenticationHeader: { message: errorBody(401, 'an API key is required') },
        invalidAuthenticationHeader: { message: errorBody(400, 'Authorization must be Bearer and a key') },
        invalidToken: { message: errorBody(401, 'the API key is wrong') },
      }),
    )
  }
  app.get('/metrics', (context) =>
    context.body(metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  )
  app.all('*', async (context) => {
    const request = context.req.raw
    const { outgoing } = context.env
    const sent = new Promise((resolve) => outgoing.once('close', resolve))
    try {
      return await api.answer(request, (served) => context.get('served').push(served), sent)
    } catch (error) {
      // The client has gone: nobody reads this, but the log has the status that others use for it.
      if (request.signal.aborted) return new Response(null, { status: 499 })
      throw error
    }
  })

  app.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse()
    log('error', { error: codeOf(error) })
    return refuse(500, 'the server failed')
  })
  return app
}

/** What names an error without any text of a user's, as a message might. */
function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name
}

/** Whether the origin is this server's own, by whatever name it was called. */
function isSame(origin: string, context: Context): boolean {
  return URL.canParse(origin) && new URL(origin).host === context.req.header('host')
}

/** An error body that every client finds its message in. */
function errorBody(status: number, message: string): Record<string, unknown> {
  const error = { message, type: 'invalid_request_error', param: null, code: status }
  return { error, code: status, message, detail: message, data: null }
}

function refuse(status: number, message: string): Response {
  return Response.json(errorBody(status, message), { status })
}
