import { isRerankError, RerankError } from '../protocol/errors.js'
import type { Dialect } from './dialect.js'
import { rerankDialect } from './dialects/rerank.js'
import { readPath } from './paths.js'
import type { RerankResponse } from './response.js'

/** Answers a parsed body of `POST /v1/rerank`. */
export type Serve = (body: unknown, signal: AbortSignal) => Promise<RerankResponse>

export interface HandlerOptions {
  serve: Serve
  /** Ids for `GET /v1/models`. Default: the catalogue's. */
  models?: readonly string[] | undefined
  maxDocuments: number
  /** Longest body that is read. */
  maxBodyBytes: number
}

/** Members that only other APIs than the card's have. */
const FOREIGN = ['texts', 'top_k', 'truncation']

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
      return answerError(thrown, spoken.dialect)
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
  const name = readPath(url.pathname)
  if (!name) throw new RerankError('not_found', `no such path: ${url.pathname}`)
  const body = request.method === 'POST' ? await readJson(request, options.maxBodyBytes) : undefined
  const dialect = await chooseDialect(url, name, body)
  spoken.dialect = dialect
  const method = dialect.method ?? 'POST'
  if (request.method !== method)
    throw new RerankError('method_not_allowed', `${request.method} is not ${method}`)
  if (body instanceof RerankError) throw body
  const timings: Record<string, number> = {}
  let device = ''
  const content = await dialect.answer(body, {
    models: options.models,
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
  return json(200, content, device ? { 'server-timing': serverTiming(device, timings) } : {})
}

function answerError(thrown: unknown, dialect: Dialect): Response {
  const error = isRerankError(thrown)
    ? thrown
    : new RerankError('inference_failed', thrown instanceof Error ? thrown.message : String(thrown))
  const { status, body } = dialect.error(error)
  return json(status, body, {
    ...(status === 405 && { allow: dialect.method ?? 'POST' }),
    ...(status === 429 && { 'retry-after': '1' }),
  })
}

/** The other dialects are loaded where they are spoken, so that a page which speaks the card's alone has no more. */
async function chooseDialect({ host, pathname }: URL, name: string, body: unknown): Promise<Dialect> {
  const fields = typeof body === 'object' && body !== null ? body : {}
  const isCard =
    name.startsWith('rerank') &&
    !/voyage/.test(host + pathname) &&
    !FOREIGN.some((member) => member in fields)
  if (isCard) return rerankDialect
  const { findDialect } = await import('./dialects/index.js')
  return findDialect(name, fields, rerankDialect)
}

/** A body that cannot be read is an error to answer with, once it is known in which dialect. */
async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  // Firefox has no `body` on requests.
  const reader = (request.body ?? new Response(await request.blob()).body)?.getReader()
  for (; reader; ) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.length
    if (bytes > maxBytes) {
      await reader.cancel()
      return new RerankError('payload_too_large', `the body is larger than the limit of ${maxBytes} bytes`, {
        details: { limit: maxBytes },
      })
    }
    parts.push(value)
  }
  const text = await new Blob(parts).text()
  if (text.trim() === '') return new RerankError('invalid_request', 'the body is empty')
  try {
    return JSON.parse(text)
  } catch (cause) {
    return new RerankError('invalid_request', `the body is no JSON: ${(cause as Error).message}`, { cause })
  }
}

function json(status: number, body: unknown, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

function serverTiming(device: string, timings: Record<string, number>): string {
  const parts = Object.entries(timings).map(([name, time]) => `${name};dur=${time.toFixed(1)}`)
  return [`device;desc=${device}`, ...parts].join(', ')
}
