import { isRerankError, RerankError } from '../protocol/errors.js'
import { readBody } from './body.js'
import type { Dialect } from './dialect.js'
import { rerankDialect } from './dialects/rerank.js'
import { type AskedPath, readPath } from './paths.js'
import { type RerankRequest, wantsStream } from './request.js'
import type { RerankResponse } from './response.js'

/** Answers a parsed body of `POST /v1/rerank`. */
export type Serve = (body: unknown, signal: AbortSignal) => Promise<RerankResponse>

export interface HandlerOptions {
  serve: Serve
  /**
   * Answers a body with server-sent events, such as by `respondWithEvents`. Default: that is refused.
   * @param toError a failure as the body of an error answer
   */
  stream?:
    | ((body: unknown, signal: AbortSignal, toError: (thrown: unknown) => unknown) => Promise<Response>)
    | undefined
  /** Ids for `GET /v1/models`. Default: the catalogue's. */
  models?: readonly string[] | undefined
  /** Tokens that the first model takes, for `GET /info`. Default: not told. */
  window?: number | undefined
  maxDocuments: number
  /** Longest body that is read, in bytes. */
  maxBodyBytes: number
  /** Reads a body in another way. It throws a {@link RerankError} for one that cannot be read. */
  read?: ((request: Request) => Promise<unknown>) | undefined
  /** Writes an answer in another way. Default: `JSON.stringify`. */
  write?: ((content: unknown) => BodyInit) | undefined
  /** In how many seconds a request that found no room may come again. Default: 1. */
  retryAfter?: (() => number) | undefined
}

/**
 * A handler of HTTP requests in the manner of fetch, with nothing of a browser or of Node in it. It answers every
 * request itself, bad ones with an error status, and passes none on. It rejects only where the request's signal aborts.
 */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    request.signal.throwIfAborted()
    // Errors are told in the dialect of the request, once it is known.
    const spoken = { dialect: rerankDialect }
    try {
      return await answer(request, options, spoken)
    } catch (thrown) {
      if (request.signal.aborted) throw request.signal.reason
      return answerError(thrown, spoken.dialect, options)
    }
  }
}

/** @param spoken is told the dialect */
async function answer(
  request: Request,
  options: HandlerOptions,
  spoken: { dialect: Dialect },
): Promise<Response> {
  const url = new URL(request.url)
  const path = readPath(url.pathname)
  if (!path) throw new RerankError('not_found', `no such path: ${url.pathname}`)
  const body = request.method === 'POST' ? await tryToRead(request, options) : undefined
  const dialect = await chooseDialect(url, path, body)
  spoken.dialect = dialect
  const { method } = dialect
  if (request.method !== method && !(request.method === 'HEAD' && method === 'GET'))
    throw new RerankError('method_not_allowed', `${request.method} is not allowed here: use ${method}`)
  if (body instanceof RerankError) throw body
  if (dialect === rerankDialect && wantsStream(body)) return answerWithEvents(body, request, options)
  const timings: Record<string, number> = {}
  let device = ''
  const content = await dialect.answer(body, {
    models: options.models,
    window: options.window,
    maxDocuments: options.maxDocuments,
    async rank(fields) {
      const response = await options.serve(fields, request.signal)
      device = response.webrerank.device
      // A dialect may ask more than once: the times add up.
      for (const [name, time] of Object.entries(response.webrerank.timings))
        timings[name] = (timings[name] ?? 0) + time
      return response
    },
  })
  const headers: Record<string, string> = device ? { 'server-timing': serverTiming(device, timings) } : {}
  const written = request.method === 'HEAD' ? null : (options.write ?? JSON.stringify)(content)
  return respond(200, written, headers)
}

/** Documents are left out unless they are asked for: each state would repeat them. */
async function answerWithEvents(
  body: unknown,
  { signal }: Request,
  { stream }: HandlerOptions,
): Promise<Response> {
  if (!stream) throw new RerankError('invalid_request', 'stream is not possible here', { param: 'stream' })
  const fields = body as RerankRequest
  return stream(
    { ...fields, return_documents: fields.return_documents ?? false },
    signal,
    (thrown) => rerankDialect.error(toRerankError(thrown)).body,
  )
}

/** A body that cannot be read is an error to answer with, once it is known in which dialect. */
function tryToRead(request: Request, { read, maxBodyBytes, maxDocuments }: HandlerOptions): Promise<unknown> {
  const work = read ? read(request) : readBody(request, { maxBytes: maxBodyBytes, maxDocuments })
  return work.catch((error) => {
    if (isRerankError(error)) return error
    request.signal.throwIfAborted()
    const message = `the body could not be read: ${(error as Error).message}`
    return new RerankError('invalid_request', message, { cause: error })
  })
}

function toRerankError(thrown: unknown): RerankError {
  if (isRerankError(thrown)) return thrown
  return new RerankError('inference_failed', thrown instanceof Error ? thrown.message : String(thrown))
}

function answerError(thrown: unknown, dialect: Dialect, { retryAfter }: HandlerOptions): Response {
  const error = toRerankError(thrown)
  const { status, body } = dialect.error(error)
  return respond(status, JSON.stringify(body), {
    ...(status === 405 && { allow: dialect.method === 'GET' ? 'GET, HEAD' : 'POST' }),
    ...(status === 429 && { 'retry-after': String(retryAfter?.() ?? 1) }),
  })
}

/** The other dialects are loaded where they are spoken, so that a page which speaks the card's alone has no more. */
async function chooseDialect({ host, pathname }: URL, path: AskedPath, body: unknown): Promise<Dialect> {
  const fields = typeof body === 'object' && body !== null ? body : {}
  if (path.name.startsWith('rerank') && !/voyage/.test(host + pathname) && !isForeign(fields))
    return rerankDialect
  const { findDialect } = await import('./dialects/index.js')
  return findDialect(path, fields, rerankDialect)
}

/** Whether a body has members that only other APIs than the card's have. Some clients send Voyage's `truncation` with `top_n`. */
function isForeign(fields: object): boolean {
  return 'texts' in fields || 'top_k' in fields || ('truncation' in fields && !('top_n' in fields))
}

function respond(status: number, json: BodyInit | null, headers: Record<string, string>): Response {
  return new Response(json, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

function serverTiming(device: string, timings: Record<string, number>): string {
  const parts = Object.entries(timings).map(([name, time]) => `${name};dur=${time.toFixed(1)}`)
  return [`device;desc=${device}`, ...parts].join(', ')
}
