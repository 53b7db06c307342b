import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Appender, FileRecord, ModelStore } from '../src/models/storage/types.js'
import { isRerankError } from '../src/protocol/errors.js'
import { bytesOfContent } from '../worker/bytes/content.js'
import { obtainFile } from '../worker/files/obtain.js'
import type { Shelf } from '../worker/files/shelf.js'
import { campaign } from './support/campaign.js'

/**
 * Downloads from a server that behaves in any way, into a store that does, visit after visit. The model of what may be
 * stored is small: what is complete is one version of the file, to the last byte, and the one that the hash tells where
 * there is one.
 */

/** Versions of a file, all of one length. */
const VERSIONS = [1, 2].map((seed) =>
  Uint8Array.from({ length: 3000 }, (_, i) => (i * (seed + 6) + seed) & 255),
)
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What the server does with one request. */
interface Behaviour {
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
}

const behaviour: fc.Arbitrary<Behaviour> = fc.record({
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
})

/** What the store does with one write. */
type Fault = 'none' | 'throws' | 'loses'

interface Visit {
  answers: Behaviour[]
  writes: Fault[]
  /** What the page knows of the file beforehand. */
  knows: 'nothing' | 'length' | 'hash'
}

const visits: fc.Arbitrary<Visit[]> = fc.array(
  fc.record({
    answers: fc.array(behaviour, { minLength: 1, maxLength: 6 }),
    writes: fc.array(fc.constantFrom<Fault>('none', 'none', 'none', 'throws', 'loses'), { maxLength: 4 }),
    knows: fc.constantFrom('nothing', 'length', 'hash'),
  }),
  { minLength: 1, maxLength: 4 },
)

let answers: Behaviour[] = []
const server = createServer((request, response) => {
  if (request.url !== '/file') return void answer(response, answers[0]!, undefined)
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
  const next = answers.length > 1 ? answers.shift()! : answers[0]!
  answer(response, next, from === undefined ? undefined : Number(from))
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function answer(response: ServerResponse, behaviour: Behaviour, from: number | undefined): void {
  const { version, status, cut, tag, date, ranges, length, html } = behaviour
  const bytes = VERSIONS[version]!
  if (tag !== 'none') response.setHeader('etag', `${tag === 'weak' ? 'W/' : ''}"${version}"`)
  if (date) response.setHeader('last-modified', new Date(1e12 + version * 1e6).toUTCString())
  response.setHeader('retry-after', '0')
  if (html && cut === 0) response.setHeader('content-type', 'text/html')
  if (status !== 200)
    return void response.writeHead(status).end(status === 204 || status === 304 ? undefined : 'no')
  if (from !== undefined && ranges === 'refused') return void response.writeHead(416).end()
  const start = from !== undefined && ranges !== 'ignored' ? from : 0
  if (start > 0) {
    const told = ranges === 'wrong' ? start + 1 : start
    response.setHeader('content-range', `bytes ${told}-${bytes.length - 1}/${bytes.length}`)
  }
  const body = bytes.subarray(Math.min(start, bytes.length))
  if (length === 'right') response.setHeader('content-length', body.length)
  if (length === 'short') response.setHeader('content-length', Math.min(body.length, 1000))
  response.writeHead(start > 0 ? 206 : 200)
  const sent = length === 'short' ? body.subarray(0, 1000) : body
  if (cut === undefined || cut >= sent.length) return void response.end(sent)
  response.write(sent.subarray(0, cut), () => setImmediate(() => response.destroy()))
}

/** A store in memory whose writes fail as they are told to. */
function createStore() {
  const data = new Map<string, number[]>()
  const records = new Map<string, FileRecord>()
  let faults: Fault[] = []
  const store = {
    kind: 'opfs',
    record: async (_: string, path: string) => records.get(path),
    writeRecord: async (_: string, record: FileRecord) => void records.set(record.path, record),
    read: async (_: string, path: string) => new Blob([Uint8Array.from(data.get(path) ?? [])]),
    remove: async (_: string, path: string) => {
      data.delete(path)
      records.delete(path)
    },
    append: async (_: string, path: string): Promise<Appender> => {
      const kept = data.get(path) ?? []
      data.set(path, kept)
      return {
        get length() {
          return kept.length
        },
        async append(chunk) {
          const fault = faults.shift() ?? 'none'
          if (fault === 'throws') throw new DOMException('no space', 'QuotaExceededError')
          for (const byte of fault === 'loses' ? chunk.subarray(0, chunk.length >> 1) : chunk) kept.push(byte)
        },
        async truncate() {
          kept.length = 0
        },
        async close() {},
      }
    },
  } as Partial<ModelStore> as ModelStore
  const shelf: Shelf = { store, folder: 'f', model: 'm' }
  return {
    shelf,
    fail(next: Fault[]) {
      faults = [...next]
    },
    complete: () => (records.get('file')?.complete ? Uint8Array.from(data.get('file') ?? []) : undefined),
  }
}

const isOneOf = (bytes: Uint8Array, lengths: readonly number[]) =>
  VERSIONS.some((version) => lengths.some((length) => equal(bytes, version.subarray(0, length))))
const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

test('what is stored or answered is one version of the file, and the one that was meant', async () => {
  const patience = { stall: 2000, retries: 2, pause: 0 }
  await fc.assert(
    fc.asyncProperty(visits, async (visits) => {
      const { shelf, fail, complete } = createStore()
      for (const { answers: next, writes, knows } of visits) {
        answers = [...next]
        fail(writes)
        const known = VERSIONS[0]!
        const file = {
          path: 'file',
          url,
          ...(knows !== 'nothing' && { bytes: known.length }),
          ...(knows === 'hash' && { checksum: { kind: 'sha256', hex: hashOf(known) } as const }),
        }
        const watch = { onLength() {}, onNotStored() {} }
        // A server that tells a short length, or none before it is cut, has given what it calls the whole.
        const lengths = knows === 'nothing' ? Array.from({ length: 3001 }, (_, i) => i) : [known.length]
        try {
          const bytes = await bytesOfContent(await obtainFile(file, shelf, patience, watch))
          expect(knows === 'hash' ? equal(bytes, known) : isOneOf(bytes, lengths)).toBe(true)
        } catch (error) {
          if (!isRerankError(error)) throw error
          expect(['download_failed', 'integrity_failed']).toContain(error.code)
        }
        const stored = complete()
        if (stored) expect(isOneOf(stored, lengths)).toBe(true)
      }
    }),
    // Some twenty requests are made in each.
    campaign({ gate: 20, share: 0.05 }),
  )
})
