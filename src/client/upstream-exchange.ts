import { limitTime } from '../abort/time-limit.js'
import { isRerankError, RerankError } from '../protocol/errors.js'
import { readBlocks } from '../wire/body.js'
import { joinBytes, parseJson } from '../wire/json-text.js'
import type { ParsedRequest, RerankRequest } from '../wire/request.js'
import type { Upstream } from './types.js'
import { failed, late, refused } from './upstream-errors.js'

/** A request, as it was read and as it came. */
export interface Asked {
  request: ParsedRequest
  body: RerankRequest
  /** Whether matches of words were asked for. */
  explain: boolean | undefined
  /** The time that there was for the answer. */
  deadline?: number | undefined
}

/** Default of {@link Upstream.timeout}. */
const TIMEOUT = 60_000

/** What an answer may take beside the texts that it may repeat, in bytes, and how much of it is read at most. */
const [SPARE_BYTES, MAX_BYTES] = [2 ** 20, 64 * 2 ** 20]

/** Values and names in an answer: so many for each document, and so many beside. */
const [VALUES_PER_DOCUMENT, OTHER_VALUES] = [100, 10_000]

/**
 * The request in the upstream's form.
 * @throws RerankError `invalid_request` where the request has members that are no JSON
 */
export function writeRequest(upstream: Upstream, model: string, { request, body }: Asked): string {
  const { query, documents } = request
  const fields =
    upstream.format === 'tei'
      ? { query, texts: documents, truncate: request.length.truncate }
      : { ...body, model: upstream.model ?? model, documents, return_documents: false }
  const { raw_scores: _, fuse: __, cascade: ___, ...sent } = fields as Record<string, unknown>
  try {
    return JSON.stringify(sent)
  } catch (cause) {
    throw new RerankError('invalid_request', `the request is not valid JSON: ${(cause as Error).message}`, {
      cause,
    })
  }
}

/**
 * Asks one address once, within the upstream's time.
 * @param documents how many the request has
 */
export async function exchangeInTime(
  upstream: Upstream,
  url: string,
  body: string,
  documents: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { timeout = TIMEOUT } = upstream
  const limit = limitTime([signal], timeout)
  try {
    return await exchange(upstream, url, body, documents, limit.signal)
  } catch (error) {
    throw limit.late ? late(url, timeout, error) : error
  } finally {
    limit.end()
  }
}

/** Sends the request and reads the answer, no more of it than it may need. */
async function exchange(
  upstream: Upstream,
  url: string,
  body: string,
  documents: number,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...upstream.headers },
    body,
    // Texts and keys are for the server that was named, and no other.
    redirect: 'manual',
    signal,
  }).catch((cause) => {
    signal.throwIfAborted()
    throw failed(url, 'cannot be reached', cause)
  })
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    response.body?.cancel().catch(() => {})
    throw failed(url, 'redirects, and redirects are not followed', undefined, response.status)
  }
  const limits = {
    maxBytes: Math.min(SPARE_BYTES + 6 * body.length, MAX_BYTES),
    maxValues: OTHER_VALUES + VALUES_PER_DOCUMENT * documents,
  }
  try {
    const answer = parseJson(joinBytes(await readBlocks(response.body, limits)))
    if (response.ok) return answer
    throw refused(url, response.status, answer)
  } catch (error) {
    signal.throwIfAborted()
    if (isRerankError(error) && error.details?.upstream) throw error
    if (!response.ok) throw refused(url, response.status, undefined)
    throw failed(url, `sent an unreadable answer: ${(error as Error).message}`, error)
  }
}
