import type { RerankResponse } from './response.js'

/** States of a ranking, the last of which is its answer. */
export type States = AsyncGenerator<RerankResponse, void, void>

/**
 * Answers with server-sent events: each state is the data of an event of its own, as JSON. A failure before the first is thrown; a
 * later one is an event `error`.
 * @param open begins the ranking; the signal aborts with that of the request, and where nobody reads any more
 * @param toError a failure as the body of an error answer
 */
export async function respondWithEvents(
  open: (signal: AbortSignal) => States,
  signal: AbortSignal,
  toError: (thrown: unknown) => unknown,
): Promise<Response> {
  // An abort that came before has no event any more.
  signal.throwIfAborted()
  const abort = new AbortController()
  const states = open(abort.signal)
  /** Ends the ranking, also where nobody asks for its next state. */
  const leave = async (reason: unknown) => {
    end()
    abort.abort(reason)
    await states.return().catch(() => {})
  }
  const follow = () => void leave(signal.reason)
  signal.addEventListener('abort', follow, { once: true })
  const end = () => signal.removeEventListener('abort', follow)
  const encoder = new TextEncoder()
  const event = (data: unknown, name = '') => encoder.encode(`${name}data: ${JSON.stringify(data)}\n\n`)
  let first: IteratorResult<RerankResponse, void> | undefined
  try {
    first = await states.next()
  } catch (error) {
    end()
    throw error
  }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          signal.throwIfAborted()
          const { done, value } = first ?? (await states.next())
          first = undefined
          if (!done) return controller.enqueue(event(value))
        } catch (error) {
          if (signal.aborted) return controller.error(signal.reason)
          controller.enqueue(event(toError(error), 'event: error\n'))
        }
        end()
        controller.close()
      },
      cancel: leave,
    },
    // A state is made when it is read: those before it need not be.
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  })
}
