import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'

/** A host of one file, which has several versions and answers each request in its own way. */

/** Versions of the file, all of one length. */
export const VERSIONS = [1, 2].map((seed) =>
  Uint8Array.from({ length: 3000 }, (_, i) => (i * (seed + 6) + seed) & 255),
)

/** What the host does with one request. */
export interface Behaviour {
  version: number
  status: number
  /** Bytes of the body after which the connection is cut. */
  cut: number | undefined
  tag: 'strong' | 'weak' | 'none'
  date: boolean
  ranges: 'right' | 'ignored' | 'wrong' | 'refused'
  /** Tells a length that is not so. */
  length: 'right' | 'none' | 'short'
  html: boolean
  /** Redirects to where the file is; `lost`: without end. */
  moved: 'no' | 'once' | 'lost'
}

export const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  version: fc.nat({ max: VERSIONS.length - 1 }),
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant(200) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(201, 204, 206, 304, 401, 403, 404, 408, 410, 416, 429, 500, 503),
    },
  ),
  cut: fc.option(fc.nat({ max: 3000 }), { nil: undefined }),
  tag: fc.constantFrom('strong', 'weak', 'none'),
  date: fc.boolean(),
  ranges: fc.constantFrom('right', 'ignored', 'wrong', 'refused'),
  length: fc.constantFrom('right', 'none', 'short'),
  html: fc.boolean(),
  moved: fc.constantFrom('no', 'no', 'no', 'no', 'once', 'lost'),
})

/** An answer, before it is sent. */
interface Answer {
  status: number
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer> | undefined
  isCut: boolean
}

/** The next of the behaviours; the last one stays. */
export type NextBehaviour = () => Behaviour

/** @param from the position that a range begins at */
function describe(behaviour: Behaviour, from: number | undefined): Answer {
  const { version, status, cut, ranges, length } = behaviour
  const bytes = VERSIONS[version]!
  const headers = headersOf(behaviour)
  if (status !== 200) {
    const hasBody = status !== 204 && status !== 304
    return { status, headers, body: hasBody ? new TextEncoder().encode('no') : undefined, isCut: false }
  }
  if (from !== undefined && ranges === 'refused')
    return { status: 416, headers, body: undefined, isCut: false }
  const start = from !== undefined && ranges !== 'ignored' ? from : 0
  if (start > 0) {
    const told = ranges === 'wrong' ? start + 1 : start
    headers['content-range'] = `bytes ${told}-${bytes.length - 1}/${bytes.length}`
  }
  const rest = bytes.subarray(Math.min(start, bytes.length))
  const body = length === 'short' ? rest.subarray(0, 1000) : rest
  if (length !== 'none') headers['content-length'] = String(body.length)
  const isCut = cut !== undefined && cut < body.length
  return { status: start > 0 ? 206 : 200, headers, body: isCut ? body.subarray(0, cut) : body, isCut }
}

function headersOf({ version, cut, tag, date, html }: Behaviour): Record<string, string> {
  return {
    'retry-after': '0',
    ...(tag !== 'none' && { etag: `${tag === 'weak' ? 'W/' : ''}"${version}"` }),
    ...(date && { 'last-modified': new Date(1e12 + version * 1e6).toUTCString() }),
    ...(html && cut === 0 && { 'content-type': 'text/html' }),
  }
}

const startOf = (range: string | null | undefined): number | undefined => {
  const from = /^bytes=(\d+)-$/.exec(range ?? '')?.[1]
  return from === undefined ? undefined : Number(from)
}

/** `fetch` from the host without a socket: a thousand times in a second. */
export function fetchFrom(next: NextBehaviour): typeof fetch {
  return async (_, init) => {
    const behaviour = next()
    if (behaviour.moved === 'lost') throw new TypeError('fetch failed')
    const { status, headers, body, isCut } = describe(
      behaviour,
      startOf(new Headers(init?.headers).get('range')),
    )
    const stream =
      body &&
      new ReadableStream({
        start(controller) {
          if (body.length > 0) controller.enqueue(Uint8Array.from(body))
          if (!isCut) controller.close()
        },
        pull: (controller) => controller.error(new TypeError('terminated')),
      })
    return new Response(stream ?? null, { status, headers })
  }
}

/** The host over HTTP. @returns the file's address, and the end of it */
export async function startFileHost(next: NextBehaviour): Promise<{ url: string; close(): Promise<void> }> {
  let moving: Behaviour | undefined
  const server = createServer((request, response) => {
    const behaviour = moving ?? next()
    moving = undefined
    if (behaviour.moved === 'lost') return void response.writeHead(302, { location: '/lost' }).end()
    if (behaviour.moved === 'once' && request.url === '/file') {
      moving = behaviour
      return void response.writeHead(302, { location: '/elsewhere' }).end()
    }
    send(response, describe(behaviour, startOf(request.headers.range)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function send(response: ServerResponse, { status, headers, body, isCut }: Answer): void {
  response.writeHead(status, headers)
  if (!isCut) return void response.end(body)
  response.write(body ?? '', () => setImmediate(() => response.destroy()))
}
