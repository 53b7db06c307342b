import { isRerankError, RerankError, type RerankErrorCode } from '../protocol/errors.js'
import { type RerankResponse, wrapResults } from '../wire/response.js'
import type { Upstream } from './types.js'
import { createUpstreamAddresses } from './upstream-addresses.js'
import { dress, readResults, readTokens } from './upstream-answer.js'
import { isUpstreamFault, isWorthRetrying } from './upstream-errors.js'
import { type Asked, exchangeInTime, writeRequest } from './upstream-exchange.js'

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

/** Default of {@link Upstream.retries}. */
const RETRIES = 2

/** Milliseconds before all addresses are asked again. Each further round waits twice as long. */
const PAUSE = 100

/** Answers requests here or upstream, as the option says. */
export interface Forwarder {
  /**
   * @param here answers on the device
   * @param call what each call is wrapped in: its time limit and signal
   */
  rank(
    model: string,
    asked: Asked,
    here: () => Promise<RerankResponse>,
    call: <T>(work: (signal?: AbortSignal) => Promise<T>) => Promise<T>,
  ): Promise<RerankResponse>
}

export function createForwarder(upstream: Upstream): Forwarder {
  const addresses = createUpstreamAddresses(typeof upstream.url === 'string' ? [upstream.url] : upstream.url)
  const attempts = 1 + (upstream.retries ?? RETRIES)

  /** Asks one address once. */
  const askOne = async (
    url: string,
    body: string,
    { request }: Asked,
    signal: AbortSignal | undefined,
  ): Promise<Ranking> => {
    try {
      const answer = await exchangeInTime(upstream, url, body, request.documents.length, signal)
      const results = readResults(url, answer, request)
      addresses.note(url, true)
      return { url, results, tokens: readTokens(answer) }
    } catch (error) {
      if (isUpstreamFault(error)) addresses.note(url, false)
      throw error
    }
  }

  /** Asks one address after the other, until one answers. */
  const ask = async (body: string, asked: Asked, signal: AbortSignal | undefined): Promise<Ranking> => {
    const order = addresses.next()
    for (let attempt = 1; ; attempt++) {
      try {
        return await askOne(order[(attempt - 1) % order.length]!, body, asked, signal)
      } catch (error) {
        if (attempt >= attempts || !isWorthRetrying(error, order.length > 1)) throw error
      }
      const round = attempt / order.length
      if (Number.isInteger(round)) await pause(PAUSE * 2 ** (round - 1), signal)
    }
  }

  const answer = async (model: string, asked: Asked, reason: string, signal: AbortSignal | undefined) => {
    const start = performance.now()
    const ranking = await ask(writeRequest(upstream, model, asked), asked, signal)
    const score = performance.now() - start
    return createAnswer(model, asked, ranking, { reason, score, format: upstream.format })
  }

  return {
    async rank(model, asked, here, call) {
      const forward = (reason: string, cause?: RerankError) =>
        call((signal) => answer(model, asked, reason, signal)).catch((error) => {
          throw cause ? bothFailed(cause, error) : error
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
    },
  }
}

/** An upstream's answer. */
interface Ranking {
  /** The address that it is from. */
  url: string
  results: [index: number, score: number][]
  tokens: number
}

function createAnswer(
  model: string,
  { request, explain, deadline }: Asked,
  { url, results, tokens }: Ranking,
  { reason, score, format }: { reason: string; score: number; format: Upstream['format'] | undefined },
): RerankResponse {
  return wrapResults(model, dress(results, request), tokens, {
    device: 'upstream',
    reason,
    upstream: new URL(url).origin,
    truncated: [],
    warnings: [
      ...request.warnings,
      ...(request.fuse ? ['fuse has no effect upstream'] : []),
      ...(request.cascade ? ['cascade has no effect upstream'] : []),
      ...(deadline !== undefined ? ['deadline has no effect upstream'] : []),
      ...(explain ? ['explain has no effect upstream'] : []),
      // Text-embeddings-inference has no such field.
      ...(format === 'tei' && request.instruction !== undefined
        ? ['instruction has no effect upstream']
        : []),
    ],
    timings: { queue: 0, load: 0, tokenize: 0, score },
  })
}

/**
 * What is told where neither the device nor the upstream could answer. A full queue stays one, which a client knows to
 * wait for; in other cases the device's own failure is the cause of there being a second one.
 */
function bothFailed(here: RerankError, there: unknown): unknown {
  if (here.code === 'queue_full' && isUpstreamFault(there))
    return new RerankError('queue_full', `${here.message}, and ${there.message}`, { cause: there })
  if (isRerankError(there)) there.cause = here
  return there
}

/** Some milliseconds, not the same for all that wait, or until an abort. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const leave = () => {
      clearTimeout(timer)
      reject(signal!.reason)
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      },
      milliseconds * (0.5 + Math.random()),
    )
    signal?.addEventListener('abort', leave, { once: true })
  })
}
