import { RerankError } from '../../src/protocol/errors.js'
import { type BodyLimits, readBodyBlocks } from '../../src/wire/body.js'
import type { HeldBytes } from './byte-budget.js'
import type { JsonParser } from './json-parser.js'

/**
 * How fast a body must come: after a while for a start, in bytes a second. Bodies that trickle hold memory that others
 * wait for.
 */
const [START_MILLISECONDS, BYTES_PER_SECOND] = [10_000, 16 * 1024]

/**
 * Reads the JSON body of a request, and counts its bytes for as long as the request lasts.
 * @throws RerankError as `readBody` of the wire, and `queue_full`, `timeout`
 */
export async function readCounted(
  request: Request,
  limits: BodyLimits,
  held: HeldBytes,
  parser: JsonParser,
): Promise<unknown> {
  const declared = Math.max(0, Number(request.headers.get('content-length')) || 0)
  // Room is taken for all of it at once: else many large bodies would each come halfway and fail.
  if (declared <= limits.maxBytes) held.add(declared)
  let bytes = 0
  const count = (more: number) => {
    const over = bytes + more - Math.max(declared, bytes)
    if (over > 0) held.add(over)
    bytes += more
  }
  return parser.parse(await readBodyBlocks(inTime(request), limits, count))
}

/** The request, whose body fails where it comes too slowly. */
function inTime(request: Request): Request {
  const { body } = request
  if (!body) return request
  const reader = body.getReader()
  const start = performance.now()
  let bytes = 0
  const paced = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const allowed = START_MILLISECONDS + (1000 * bytes) / BYTES_PER_SECOND
        const left = allowed - (performance.now() - start)
        let late = false
        const timer = setTimeout(() => {
          late = true
          controller.error(new RerankError('timeout', 'the body arrived too slowly'))
          reader.cancel().catch(() => {})
        }, left)
        try {
          const { done, value } = await reader.read()
          if (late) return
          if (done) return controller.close()
          bytes += value.length
          controller.enqueue(value)
        } finally {
          clearTimeout(timer)
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return { headers: request.headers, body: paced } as Request
}
