import { limitTime } from '../abort/time-limit.js'
import { isRerankError, RerankError, type RerankErrorCode } from '../protocol/errors.js'
import { readBytes } from '../wire/body.js'
import { parseJson } from '../wire/json-text.js'
import type { ParsedRequest, RerankRequest } from '../wire/request.js'
import { type RerankResponse, wrapResults } from '../wire/response.js'
import type { Upstream } from './types.js'
import { dress, readResults, readTokens } from './upstream-answer.js'
import { failed, late, refused } from './upstream-errors.js'

/** Failures that another machine need not share. */
const UNAVAILABLE: ReadonlySet<RerankErrorCode> = new Set([
  'unsupported_device',
  'download_not_allowed',
  'download_failed',
  'integrity_failed',
  'storage_full',
  'out_of_memory',
  'device_lost',
  'canary_failed',
  'inference_failed',
  'worker_crashed',
  'worker_load_failed',
])

/** A request, as it was read and as it came. */
interface Asked {
  request: ParsedRequest
  body: RerankRequest
  /** Whether matches of words were asked for. */
  explain: boolean | undefined
}

/** Default of {@link Upstream.timeout}. */
const TIMEOUT = 60_000

/** What an answer may take beside the texts that it may repeat, in bytes, and how much of it is read at most. */
const [SPARE_BYTES, MAX_BYTES] = [2 ** 20, 64 * 2 ** 20]

/** Values and names in an answer: so many for each document, and so many beside. */
const [VALUES_PER_DOCUMENT, OTHER_VALUES] = [100, 10_000]

/**
 * Answers here or upstream, as the option says.
 * @param here answers on the device
 * @param call what each call is wrapped in: its time limit and signal
 */
export async function rankWithUpstream(
  upstream: Upstream,
  model: string,
  asked: Asked,
  here: () => Promise<RerankResponse>,
  call: <T>(work: (signal?: AbortSignal) => Promise<T>) => Promise<T>,
): Promise<RerankResponse> {
  const forward = (reason: string, cause?: unknown) =>
    call((signal) => ask(upstream, model, asked, reason, signal)).catch((error) => {
      // Both failures are told: the device's own is why there was a second one.
      if (cause && isRerankError(error)) error.cause = cause
      throw error
    })
  if (upstream.when === 'always') return forward('every request is answered upstream')
  try {
    return await here()
  } catch (error) {
    const moves =
      isRerankError(error) &&
      (UNAVAILABLE.has(error.code) || (upstream.when === 'overflow' && error.code === 'queue_full'))
    if (!moves) throw error
    return forward(`${error.code}: ${error.message}`, error)
  }
}

async function ask(
  upstream: Upstream,
  model: string,
  asked: Asked,
  reason: string,
  signal: AbortSignal | undefined,
): Promise<RerankResponse> {
  const start = performance.now()
  const { request, explain } = asked
  const { timeout = TIMEOUT } = upstream
  const limit = limitTime([signal], timeout)
  let answer: unknown
  try {
    answer = await exchange(upstream, write(upstream, model, asked), request.documents.length, limit.signal)
  } catch (error) {
    throw limit.late ? late(upstream, timeout, error) : error
  } finally {
    limit.end()
  }
  const results = readResults(upstream, answer, request)
  const score = performance.now() - start
  return wrapResults(model, dress(results, request), readTokens(answer), {
    device: 'upstream',
    reason,
    upstream: new URL(upstream.url).origin,
    truncated: [],
    warnings: [
      ...request.warnings,
      ...(request.fuse ? ['fuse has no effect upstream'] : []),
      ...(explain ? ['explain has no effect upstream'] : []),
    ],
    timings: { queue: 0, load: 0, tokenize: 0, score },
  })
}

/**
 * The request in the upstream's form.
 * @throws RerankError `invalid_request` where the request has members that are no JSON
 */
function write(upstream: Upstream, model: string, { request, body }: Asked): string {
  const { query, documents } = request
  const fields =
    upstream.format === 'tei'
      ? { query, texts: documents, truncate: request.length.truncate }
      : { ...body, model: upstream.model ?? model, documents, return_documents: false }
  const { raw_scores: _, fuse: __, ...sent } = fields as Record<string, unknown>
  try {
    return JSON.stringify(sent)
  } catch (cause) {
    throw new RerankError('invalid_request', `the request is not valid JSON: ${(cause as Error).message}`, {
      cause,
    })
  }
}

/** Sends the request and reads the answer, no more of it than it may need. */
async function exchange(
  upstream: Upstream,
  body: string,
  documents: number,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(upstream.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...upstream.headers },
    body,
    // Texts and keys are for the server that was named, and no other.
    redirect: 'manual',
    signal,
  }).catch((cause) => {
    signal.throwIfAborted()
    throw failed(upstream, 'cannot be reached', cause)
  })
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    response.body?.cancel().catch(() => {})
    throw failed(upstream, 'redirects, and redirects are not followed', undefined, response.status)
  }
  const limits = {
    maxBytes: Math.min(SPARE_BYTES + 6 * body.length, MAX_BYTES),
    maxValues: OTHER_VALUES + VALUES_PER_DOCUMENT * documents,
  }
  try {
    const answer = parseJson(await readBytes(response.body, limits))
    if (response.ok) return answer
    throw refused(upstream, response.status, answer)
  } catch (error) {
    signal.throwIfAborted()
    if (isRerankError(error) && error.details?.upstream) throw error
    if (!response.ok) throw refused(upstream, response.status, undefined)
    throw failed(upstream, `sent an unreadable answer: ${(error as Error).message}`, error)
  }
}
