import { isRerankError, RerankError, type RerankErrorCode } from '../protocol/errors.js'
import { sigmoid } from '../wire/ranking.js'
import type { ParsedRequest, RerankRequest } from '../wire/request.js'
import { type RerankResponse, type RerankResult, wrapResults } from '../wire/response.js'
import type { Upstream } from './types.js'

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
])

/** A request, as it was read and as it came. */
interface Asked {
  request: ParsedRequest
  body: RerankRequest
  /** Whether matches of words were asked for. */
  explain: boolean | undefined
}

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
  { request, body, explain }: Asked,
  reason: string,
  signal: AbortSignal | undefined,
): Promise<RerankResponse> {
  const start = performance.now()
  const { query, documents } = request
  const fields =
    upstream.format === 'tei'
      ? { query, texts: documents, truncate: request.length.truncate }
      : { ...body, model: upstream.model ?? model, documents, return_documents: false }
  const { raw_scores: _, fuse, ...sent } = fields as Record<string, unknown>
  const response = await fetch(upstream.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...upstream.headers },
    body: JSON.stringify(sent),
    signal: signal ?? null,
  }).catch((cause) => {
    signal?.throwIfAborted()
    throw failed(upstream, 'cannot be reached', cause)
  })
  const answer: unknown = await response.json().catch(() => undefined)
  signal?.throwIfAborted()
  if (!response.ok) throw refused(upstream, response.status, answer)

  const results = readResults(answer, documents.length)
  if (!results) throw failed(upstream, 'answered what is no ranking')
  const score = performance.now() - start
  return wrapResults(model, dress(results, request), readTokens(answer), {
    device: 'upstream',
    reason,
    upstream: new URL(upstream.url).origin,
    truncated: [],
    warnings: [
      ...request.warnings,
      ...(fuse ? ['fuse has no effect upstream'] : []),
      ...(explain ? ['explain has no effect upstream'] : []),
    ],
    timings: { queue: 0, load: 0, tokenize: 0, score },
  })
}

/**
 * Sorted, cut and scaled as an answer of our own: other servers break ties in other ways, and some answer logits,
 * which shows in scores that are not between 0 and 1.
 */
function dress(results: [index: number, score: number][], request: ParsedRequest): RerankResult[] {
  const areLogits = results.some(([, score]) => score < 0 || score > 1)
  const scale = (score: number) => {
    if (request.rawScores) return areLogits ? score : logit(score)
    return areLogits ? sigmoid(score) : score
  }
  return results
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, request.topN)
    .map(([index, score]) => ({
      index,
      relevance_score: scale(score),
      ...(request.returnDocuments && { document: { text: request.documents[index]! } }),
    }))
}

/** The inverse of the logistic function, finite for 0 and 1 as well. */
function logit(score: number): number {
  const inner = Math.min(1 - Number.EPSILON / 2, Math.max(Number.MIN_VALUE, score))
  return Math.log(inner) - Math.log1p(-inner)
}

/** Positions and scores of an answer in the card's form, in Voyage's or in TEI's; nothing where it is none. */
function readResults(answer: unknown, count: number): [index: number, score: number][] | undefined {
  const { results, data } = (answer ?? {}) as { results?: unknown; data?: unknown }
  const list = Array.isArray(answer) ? answer : (results ?? data)
  if (!Array.isArray(list)) return undefined
  const pairs = list.map((item): [number, number] => [item?.index, item?.relevance_score ?? item?.score])
  const valid = pairs.every(
    ([index, score]) => Number.isInteger(index) && index >= 0 && index < count && Number.isFinite(score),
  )
  return valid && new Set(pairs.map(([index]) => index)).size === pairs.length ? pairs : undefined
}

/** 0 where the server does not say. */
function readTokens(answer: unknown): number {
  const { usage, meta } = (answer ?? {}) as {
    usage?: { total_tokens?: unknown }
    meta?: { tokens?: { input_tokens?: unknown } }
  }
  const tokens = usage?.total_tokens ?? meta?.tokens?.input_tokens
  return typeof tokens === 'number' ? tokens : 0
}

/** What a client did wrong stays its own; the rest is the upstream's. */
function refused(upstream: Upstream, status: number, answer: unknown): RerankError {
  const body = answer as { message?: unknown; error?: { message?: unknown } | string } | undefined
  const error = typeof body?.error === 'object' ? body.error?.message : body?.error
  const message = [body?.message, error].find((text) => typeof text === 'string') ?? 'no reason given'
  if (status === 400 || status === 413 || status === 422) {
    return new RerankError('invalid_request', `upstream: ${message}`, {
      details: { upstream: upstream.url, status },
    })
  }
  return failed(upstream, `answered ${status}: ${message}`, undefined, status)
}

function failed(upstream: Upstream, what: string, cause?: unknown, status?: number): RerankError {
  const { origin } = new URL(upstream.url)
  return new RerankError('upstream_failed', `the upstream ${origin} ${what}`, {
    details: { upstream: upstream.url, ...(status !== undefined && { status }) },
    cause,
  })
}
