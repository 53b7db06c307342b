import type { Context, MiddlewareHandler } from 'hono'
import type { Served } from '../api/create-api.js'
import type { AppEnvironment } from './environment.js'
import type { Log } from './log.js'
import { type RequestNames, readRequestNames } from './request-id.js'
import type { ServerMetrics } from './server-metrics.js'

/** Paths by which requests are counted. Any other path is the user's own text. */
export const KNOWN_PATHS =
  /^\/(?:(?:v[12]\/|voyage\/v1\/)?(?:rerank|reranking|score|models|info)|health|ready|metrics)$/

/** Asked every few seconds by machines: entries of them would hide the others. What is refused is no probe. */
const PROBES = /^\/(?:health|ready)$/

/** Counts and logs each request, and gives it a name by which answer and log belong together. */
export function observe(metrics: ServerMetrics, log: Log): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const start = performance.now()
    const names = readRequestNames((name) => context.req.header(name))
    context.set('served', [])
    await next()
    context.header('x-request-id', names.id)
    if (names.traceparent) context.header('traceparent', names.traceparent)
    // What is told as it comes takes until it is sent.
    if (context.res.headers.get('content-type') === 'text/event-stream')
      context.env.outgoing.once('close', () => record(context, names, start))
    else record(context, names, start)
  }

  function record(context: Context<AppEnvironment>, names: RequestNames, start: number): void {
    const path = KNOWN_PATHS.test(context.req.path) ? context.req.path : 'other'
    const { status } = context.res
    const served = context.get('served')
    const seconds = (performance.now() - start) / 1000
    metrics.record(path, status, seconds, served)
    const { method } = context.req
    if (PROBES.test(path) && /^(?:GET|HEAD)$/.test(method) && /^(?:200|503)$/.test(String(status))) return
    log('request', {
      id: names.id,
      ...(names.trace && { trace: names.trace }),
      method,
      path,
      status,
      milliseconds: Math.round(seconds * 1000),
      ...(served[0] && {
        model: served[0].model,
        documents: sum(served, 'documents'),
        tokens: sum(served, 'tokens'),
        queue: Math.round(sum(served, 'queue')),
      }),
    })
  }
}

function sum(served: readonly Served[], name: 'documents' | 'tokens' | 'queue'): number {
  return served.reduce((total, part) => total + part[name], 0)
}
