import { isRerankError, RerankError } from '../shared/errors.js'
import type { RerankResponse } from './answer.js'
import { rerankDialect } from './dialects/rerank.js'

/** Answers a parsed JSON body. */
export type Serve = (body: unknown, signal: AbortSignal) => Promise<RerankResponse>

/** How one rerank API asks and answers. */
export interface Dialect {
  /** Whether a request to this path is of this dialect. */
  matches(path: string): boolean
  /** The answer's body. */
  answer(response: RerankResponse): unknown
  /** The body and status of an error. */
  error(error: RerankError): { status: number; body: unknown }
}

const DIALECTS: readonly Dialect[] = [rerankDialect]

/**
 * A handler of HTTP requests in the manner of fetch: it answers every request itself, bad ones with an error status,
 * and passes none on. It rejects only where the request's signal aborts.
 * @param maxBodyBytes longest body that is read
 */
export function createHandler(serve: Serve, maxBodyBytes: number): (request: Request) => Promise<Response> {
  return async (request) => {
    request.signal.throwIfAborted()
    const { pathname } = new URL(request.url)
    const dialect = DIALECTS.find((candidate) => candidate.matches(pathname))
    try {
      if (!dialect) throw new RerankError('not_found', `no such path: ${pathname}`)
      if (request.method !== 'POST')
        throw new RerankError('method_not_allowed', `${request.method} is not POST`)
      const response = await serve(await readJson(request, maxBodyBytes), request.signal)
      return json(200, dialect.answer(response), { 'server-timing': serverTiming(response) })
    } catch (thrown) {
      if (request.signal.aborted) throw request.signal.reason
      const error = isRerankError(thrown)
        ? thrown
        : new RerankError('inference_failed', thrown instanceof Error ? thrown.message : String(thrown))
      const { status, body } = (dialect ?? rerankDialect).error(error)
      return json(status, body, {
        ...(status === 405 && { allow: 'POST' }),
        ...(status === 429 && { 'retry-after': '1' }),
      })
    }
  }
}

async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  const reader = request.body?.getReader()
  for (; reader; ) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.length
    if (bytes > maxBytes) {
      await reader.cancel()
      throw new RerankError('payload_too_large', `the body is larger than the limit of ${maxBytes} bytes`, {
        details: { limit: maxBytes },
      })
    }
    text += decoder.decode(value, { stream: true })
  }
  text += decoder.decode()
  if (text.trim() === '') throw new RerankError('invalid_request', 'the body is empty')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RerankError('invalid_request', `the body is no JSON: ${(cause as Error).message}`, { cause })
  }
}

function json(status: number, body: unknown, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

function serverTiming({ webrerank: { device, timings } }: RerankResponse): string {
  const parts = Object.entries(timings).map(([name, duration]) => `${name};dur=${duration.toFixed(1)}`)
  return [`device;desc=${device}`, ...parts].join(', ')
}
