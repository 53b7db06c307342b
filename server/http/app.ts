import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import type { RerankApi, Served } from '../api/create-api.js'
import type { LogEntry } from './log.js'
import { createMetrics } from './metrics.js'

export interface AppOptions {
  api: RerankApi
  /** Origins of other sites whose pages may call; `*` for all. */
  allowOrigin: readonly string[]
  /** Keys, one of which a request must carry; none: no key is asked for. */
  apiKeys: readonly string[]
  /** A folder of static files to serve beside the API. */
  site?: string | undefined
  log: (entry: LogEntry) => void
  /** How the server is: `loading`, `ok` or `stopping`. */
  state: () => 'loading' | 'ok' | 'stopping'
}

interface Environment {
  Variables: { served: Served[] }
}

/** Paths by which requests are counted. Any other path is the user's own text. */
const KNOWN_PATHS = /^\/(?:(?:v[12]\/|voyage\/v1\/)?(?:rerank|reranking|score|models)|health|metrics)$/

/** The API with what a server has around it: health, metrics, keys, origins, logs. */
export function createApp(options: AppOptions): Hono<Environment> {
  const { api, allowOrigin, apiKeys, log } = options
  const app = new Hono<Environment>()
  const metrics = createMetrics({
    webrerank_requests_total: { type: 'counter', help: 'Requests by path and status.' },
    webrerank_request_duration_seconds: { type: 'histogram', help: 'Time to answer a rerank request.' },
    webrerank_documents_total: { type: 'counter', help: 'Documents that were scored.' },
    webrerank_tokens_total: { type: 'counter', help: 'Tokens of all pairs that were scored.' },
    webrerank_requests_active: { type: 'gauge', help: 'Requests being answered.', read: () => api.active },
    webrerank_queue_length: {
      type: 'gauge',
      help: 'Requests that wait for earlier ones.',
      read: () => Math.max(0, api.active - api.models.length),
    },
    process_resident_memory_bytes: {
      type: 'gauge',
      help: 'Memory of the process.',
      read: () => process.memoryUsage.rss(),
    },
    process_start_time_seconds: {
      type: 'gauge',
      help: 'When the process started.',
      read: () => Math.floor(performance.timeOrigin / 1000),
    },
  })

  app.use(async (context, next) => {
    const start = performance.now()
    context.set('served', [])
    await next()
    const path = KNOWN_PATHS.test(context.req.path) ? context.req.path : 'other'
    const { status } = context.res
    const served = context.get('served')
    const seconds = (performance.now() - start) / 1000
    metrics.count('webrerank_requests_total', { path, status: String(status) })
    if (served.length > 0) metrics.observe('webrerank_request_duration_seconds', { path }, seconds)
    for (const { model, documents, tokens } of served) {
      metrics.count('webrerank_documents_total', { model }, documents)
      metrics.count('webrerank_tokens_total', { model }, tokens)
    }
    log({
      time: new Date().toISOString(),
      message: 'request',
      method: context.req.method,
      path,
      status,
      milliseconds: Math.round(seconds * 1000),
      ...(served[0] && {
        model: served[0].model,
        documents: sum(served, 'documents'),
        tokens: sum(served, 'tokens'),
      }),
    })
  })

  app.use(
    cors({
      origin: (origin) => (isAllowed(origin, allowOrigin) ? origin : null),
      allowMethods: ['GET', 'POST'],
      exposeHeaders: ['Server-Timing', 'Retry-After'],
      maxAge: 86_400,
    }),
  )
  app.use(async (context, next) => {
    const origin = context.req.header('origin')
    if (origin === undefined || isAllowed(origin, allowOrigin) || isSame(origin, context)) return next()
    // The browser would keep the answer from that page, but only after it was paid for.
    return refuse(403, 'this origin is not allowed')
  })

  app.get('/health', (context) => {
    const status = options.state()
    return context.json({ status, models: api.models }, status === 'ok' ? 200 : 503)
  })
  if (options.site !== undefined) {
    const files = serveStatic<Environment>({ root: options.site })
    app.get('*', (context, next) => (KNOWN_PATHS.test(context.req.path) ? next() : files(context, next)))
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
    try {
      return await api.answer(request, (served) => context.get('served').push(served))
    } catch (error) {
      // The client has gone: nobody reads this, but the log has the status that others use for it.
      if (request.signal.aborted) return new Response(null, { status: 499 })
      throw error
    }
  })

  app.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse()
    log({ time: new Date().toISOString(), message: 'error', error: error.name })
    return refuse(500, 'the server failed')
  })
  return app
}

function sum(served: readonly Served[], name: 'documents' | 'tokens'): number {
  return served.reduce((total, part) => total + part[name], 0)
}

function isAllowed(origin: string, allowed: readonly string[]): boolean {
  return origin !== '' && (allowed.includes('*') || allowed.includes(origin))
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
