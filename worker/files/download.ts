import { RerankError, type RerankErrorCode } from '../../src/protocol/errors.js'
import type { Patience, RemoteFile, Sink } from './types.js'

export const PATIENCE: Patience = { stall: 30_000, retries: 3, pause: 500 }

/** Longest wait that a server may ask for with `Retry-After`, in milliseconds. */
const LONGEST_WAIT = 60_000

/** A failure that another attempt may cure. */
class Passing extends Error {
  constructor(
    readonly error: RerankError,
    readonly wait?: number,
  ) {
    super(error.message)
  }
}

/**
 * Downloads what the sink lacks: after a cut it goes on where it was, by Range. Content is not looked at beyond its
 * length and an HTML page in its place, which is what servers answer when they mean an error.
 * @throws RerankError `download_failed` (network, status), `integrity_failed` (length, HTML)
 */
export async function download(file: RemoteFile, sink: Sink, patience: Patience): Promise<void> {
  let furthest = sink.length
  for (let failures = 0; ; ) {
    try {
      return await attempt(file, sink, patience.stall)
    } catch (error) {
      if (!(error instanceof Passing)) throw error
      if (sink.length > furthest) failures = 0
      furthest = Math.max(furthest, sink.length)
      if (++failures > patience.retries) throw error.error
      // Spread, so that the visitors of a page do not all come back at the same moment.
      const pause = patience.pause * 2 ** (failures - 1) * (0.75 + Math.random() / 2)
      await new Promise((resolve) => setTimeout(resolve, error.wait ?? pause))
    }
  }
}

async function attempt(file: RemoteFile, sink: Sink, stall: number): Promise<void> {
  if (file.bytes !== undefined && sink.length === file.bytes) return
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stillAlive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => controller.abort(new Error(`no byte in ${stall} ms`)), stall)
  }
  stillAlive()
  try {
    const response = await request(file, sink.length, controller.signal)
    if (sink.length > 0 && !continues(response, sink.length)) await sink.restart()
    // Not `for await`: Safari's streams have no async iterator.
    for (const reader = response.body!.getReader(); ; ) {
      const { done, value } = await reader.read().catch((cause) => {
        throw new Passing(
          failure(file, 'download_failed', `cut off: ${reasonOf(controller, cause)}`, { cause }),
        )
      })
      if (done) break
      stillAlive()
      if (file.bytes !== undefined && sink.length + value.length > file.bytes) {
        throw failure(file, 'integrity_failed', `more than the ${file.bytes} bytes it should have`)
      }
      await sink.write(value)
    }
  } finally {
    clearTimeout(timer)
    // Whatever went wrong, nobody reads the rest.
    controller.abort()
  }
  if (file.bytes !== undefined && sink.length < file.bytes) {
    throw new Passing(failure(file, 'integrity_failed', `${sink.length} bytes instead of ${file.bytes}`))
  }

  function reasonOf({ signal }: AbortController, cause: unknown): string {
    return ((signal.aborted ? signal.reason : cause) as Error).message
  }

  async function request({ url, cache }: RemoteFile, from: number, signal: AbortSignal): Promise<Response> {
    const init: RequestInit = {
      signal,
      // Where somebody searches is nobody else's business.
      referrerPolicy: 'no-referrer',
      ...(cache && { cache }),
      ...(from > 0 && { headers: { range: `bytes=${from}-` } }),
    }
    const response = await fetch(url, init).catch((cause) => {
      const error = failure(file, 'download_failed', `the request failed: ${reasonOf(controller, cause)}`, {
        cause,
      })
      throw new Passing(error)
    })
    if (response.status === 416) {
      await sink.restart()
      throw new Passing(failure(file, 'download_failed', 'the server refused to go on where it was'), 0)
    }
    if (!response.ok) {
      const { status } = response
      const error = failure(file, 'download_failed', `the server answered ${status}`, { details: { status } })
      throw status === 408 || status === 429 || status >= 500 ? new Passing(error, readWait(response)) : error
    }
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      throw failure(file, 'integrity_failed', 'the server answered an HTML page')
    }
    return response
  }
}

/** Whether a response goes on at a position; a server that knows no ranges sends the whole again. */
function continues(response: Response, from: number): boolean {
  const range = response.headers.get('content-range')
  // The header may be hidden from pages of other hosts. A false start is found out by the hash.
  return response.status === 206 && (range === null || range.startsWith(`bytes ${from}-`))
}

function readWait(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds * 1000), LONGEST_WAIT) : undefined
}

function failure(
  { path, url }: RemoteFile,
  code: RerankErrorCode,
  problem: string,
  { cause, details }: { cause?: unknown; details?: object } = {},
): RerankError {
  return new RerankError(code, `${path}: ${problem}`, { cause, details: { url, ...details } })
}
