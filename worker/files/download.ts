import { RerankError, type RerankErrorCode } from '../../src/protocol/errors.js'
import type { Patience, RemoteFile, Sink } from './types.js'
import { conditionOf, isSameVersion, noteVersion, type Version } from './version.js'

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
 * length and an HTML page in its place, which is what servers answer when they mean an error. Where no hash will tell
 * that the parts belong together, the server's headers must: else it begins anew.
 * @throws RerankError `download_failed` (network, status), `integrity_failed` (length, HTML)
 */
export async function download(file: RemoteFile, sink: Sink, patience: Patience): Promise<void> {
  const version: Version = { wasSeen: false }
  let furthest = sink.length
  for (let failures = 0; ; ) {
    try {
      return await attempt(file, sink, patience.stall, version)
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

async function attempt(file: RemoteFile, sink: Sink, stall: number, version: Version): Promise<void> {
  if (file.bytes !== undefined && sink.length === file.bytes) return
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stillAlive = () => {
    clearTimeout(timer)
    // Longer times than a timer has are never.
    if (stall < 2 ** 31)
      timer = setTimeout(() => controller.abort(new Error(`no byte in ${stall} ms`)), stall)
  }
  stillAlive()
  try {
    const response = await request(file, sink.length, controller.signal)
    await placeResponse(response)
    await readBody(response)
  } finally {
    clearTimeout(timer)
    // Whatever went wrong, nobody reads the rest.
    controller.abort()
  }
  if (file.bytes !== undefined && sink.length < file.bytes) {
    throw new Passing(failure(file, 'integrity_failed', `${sink.length} bytes instead of ${file.bytes}`))
  }

  /** Has the sink where the response begins. */
  async function placeResponse(response: Response): Promise<void> {
    if (response.status !== 206) {
      // The whole, also from a server that knows no ranges.
      if (sink.length > 0) await sink.restart()
      return noteVersion(version, response)
    }
    const isRest = sink.length > 0 && continues(response, sink.length, file)
    if (isRest && (file.hashed || isSameVersion(version, response))) return
    await sink.restart()
    throw new Passing(failure(file, 'download_failed', 'the file changed while it was downloaded'), 0)
  }

  async function readBody({ body }: Response): Promise<void> {
    // Not `for await`: Safari's streams have no async iterator.
    for (const reader = body?.getReader(); reader; ) {
      const { done, value } = await reader.read().catch((cause) => {
        throw new Passing(
          failure(file, 'download_failed', `the connection broke: ${reasonOf(controller, cause)}`, { cause }),
        )
      })
      if (done) break
      stillAlive()
      const most = file.bytes ?? file.mostBytes
      if (most !== undefined && sink.length + value.length > most) {
        throw failure(file, 'integrity_failed', `larger than the expected ${most} bytes`)
      }
      await sink.write(value)
    }
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
      ...(from > 0 && { headers: { range: `bytes=${from}-`, ...conditionOf(url, version) } }),
    }
    const response = await fetch(url, init).catch((cause) => {
      const error = failure(file, 'download_failed', `the request failed: ${reasonOf(controller, cause)}`, {
        cause,
      })
      throw new Passing(error)
    })
    if (response.status === 416) {
      await sink.restart()
      throw new Passing(failure(file, 'download_failed', 'the server refused to resume the download'), 0)
    }
    const { status } = response
    if (status !== 200 && !(status === 206 && from > 0)) {
      const error = failure(file, 'download_failed', `the server answered ${status}`, { details: { status } })
      throw status === 408 || status === 429 || status >= 500 ? new Passing(error, readWait(response)) : error
    }
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      throw failure(file, 'integrity_failed', 'the server sent an HTML page instead')
    }
    return response
  }
}

/** Whether a part of a file goes on at a position. */
function continues(response: Response, from: number, { hashed = false }: RemoteFile): boolean {
  const range = response.headers.get('content-range')
  // The header may be hidden from pages of other hosts: a false start is found out by a hash, and by nothing else.
  return range === null ? hashed : range.startsWith(`bytes ${from}-`)
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
