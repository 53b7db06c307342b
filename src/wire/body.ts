import { RerankError } from '../protocol/errors.js'
import { createByteBlocks } from './byte-blocks.js'
import { createJsonScan, MAX_DEPTH } from './json-scan.js'
import { joinBytes, parseJson } from './json-text.js'

export interface BodyLimits {
  /** Longest body that is read, in bytes. */
  maxBytes: number
  /** Most documents, by which the number of values is bounded. */
  maxDocuments: number
}

/** Values and names of a document with metadata, and of all that a request has beside documents. */
const [VALUES_PER_DOCUMENT, OTHER_VALUES] = [100, 100_000]

/**
 * Reads the JSON body of a request.
 * @throws RerankError `unsupported_media_type`, `payload_too_large`, `invalid_request`
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<unknown> {
  return parseJson(joinBytes(await readBodyBlocks(request, limits)))
}

/**
 * Reads the bytes of a request's body in blocks, which are bounded in what they come to as JSON.
 * @param onPart is told of each part's bytes before they are kept; what it throws ends the reading
 * @throws RerankError as {@link readBody}
 */
export async function readBodyBlocks(
  request: Request,
  { maxBytes, maxDocuments }: BodyLimits,
  onPart?: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const encoding = request.headers.get('content-encoding')
  if (encoding && encoding.toLowerCase() !== 'identity')
    throw new RerankError(
      'unsupported_media_type',
      `the body must not be compressed: Content-Encoding ${encoding} is not supported`,
    )
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes)
  // Firefox has no `body` on requests.
  const body = request.body ?? new Response(await request.blob()).body
  const maxValues = OTHER_VALUES + VALUES_PER_DOCUMENT * maxDocuments
  return readBlocks(body, { maxBytes, maxValues }, onPart)
}

/**
 * Reads a stream to its end.
 * @throws RerankError `payload_too_large`, `invalid_request`, before more than the limit is kept
 */
export async function readBlocks(
  stream: ReadableStream<Uint8Array> | null,
  { maxBytes, maxValues }: { maxBytes: number; maxValues: number },
  onPart?: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const scan = createJsonScan({ depth: MAX_DEPTH, values: maxValues })
  const blocks = createByteBlocks()
  let bytes = 0
  const reader = stream?.getReader()
  try {
    for (; reader; ) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.length
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      onPart?.(value.length)
      scan(value)
      blocks.add(value)
    }
  } catch (error) {
    // Not awaited: it may take as long as the rest of the body does.
    reader?.cancel(error).catch(() => {})
    throw error
  }
  return blocks.list()
}

function tooLarge(limit: number): RerankError {
  return new RerankError('payload_too_large', `the body is larger than the limit of ${limit} bytes`, {
    details: { limit },
  })
}
