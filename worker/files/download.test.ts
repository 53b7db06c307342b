import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { bytesOfContent } from '../bytes/content.js'
import { download } from './download.js'
import { createBuffer } from './memory-sink.js'
import { obtainFile } from './obtain.js'

const PATIENCE = { stall: 5000, retries: 3, pause: 1 }
const A = new Uint8Array(40_000).fill(65)
const B = new Uint8Array(40_000).fill(66)

let stop: (() => Promise<void>) | undefined
afterEach(() => stop?.())

/** A server that gives each request, by its number, to a function. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse, count: number) => void) {
  let count = 0
  const server = createServer((request, response) => answer(request, response, count++))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
}

const rangeOf = ({ headers }: IncomingMessage) => {
  const from = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1]
  return from === undefined ? undefined : Number(from)
}

/** The first request has the half of one version, and later ones another version. */
function changing(first: Record<string, string>, later: Record<string, string>) {
  return serve((request, response, count) => {
    if (count === 0) {
      response.writeHead(200, { 'content-length': A.length, ...first })
      response.write(A.subarray(0, 20_000))
      setTimeout(() => response.destroy(), 50)
      return
    }
    const from = rangeOf(request)
    if (from === undefined) return void response.writeHead(200, later).end(B)
    const range = `bytes ${from}-${B.length - 1}/${B.length}`
    response.writeHead(206, { 'content-range': range, ...later }).end(B.subarray(from))
  })
}

async function load(url: string, options: { bytes?: number; hashed?: boolean } = {}) {
  const buffer = createBuffer()
  await download({ path: 'file', url, ...options }, buffer, PATIENCE)
  return [...new Set(await bytesOfContent(await buffer.content()))]
}

test.each([
  ['another tag', { etag: '"a"' }, { etag: '"b"' }],
  ['another date', { 'last-modified': 'Mon, 30 Nov 2026' }, { 'last-modified': 'Tue, 01 Dec 2026' }],
  ['a weak tag', { etag: 'W/"a"' }, { etag: 'W/"a"' }],
  ['a tag that is gone', { etag: '"a"' }, {}],
  ['nothing to tell versions by', {}, {}],
])('halves are of one version: %s begins anew', async (_, first, later) => {
  const url = await changing(first as Record<string, string>, later as Record<string, string>)
  expect(await load(url)).toEqual([66])
  await stop!()
  expect(
    await load(await changing(first as Record<string, string>, later as Record<string, string>), {
      bytes: A.length,
    }),
  ).toEqual([66])
})

test('a half goes on where the version is the same, and where a hash will tell', async () => {
  expect(await load(await changing({ etag: '"a"' }, { etag: '"a"' }))).toEqual([65, 66])
  await stop!()
  expect(await load(await changing({}, {}), { hashed: true })).toEqual([65, 66])
})

test('a part that does not say where it begins is no part of a file without a hash', async () => {
  const url = await serve((request, response, count) => {
    response.setHeader('etag', '"a"')
    if (count === 0) {
      response.writeHead(200, { 'content-length': A.length }).write(A.subarray(0, 20_000))
      setTimeout(() => response.destroy(), 50)
    } else if (rangeOf(request) !== undefined) response.writeHead(206).end('no')
    else response.writeHead(200).end(A)
  })
  const buffer = createBuffer()
  await download({ path: 'file', url }, buffer, PATIENCE)
  expect(await bytesOfContent(await buffer.content())).toEqual(A)
})

test.each([201, 204, 206, 304, 400, 403, 418])('%i is not a file', async (status) => {
  const url = await serve((_, response) => void response.writeHead(status).end())
  await expect(load(url)).rejects.toMatchObject({ code: 'download_failed', details: { status } })
})

test('an answer is no longer than it may be', async () => {
  const url = await serve((_, response) => void response.writeHead(200).end(A))
  const sink = createBuffer()
  const file = { path: 'file', url, mostBytes: 1000 }
  await expect(download(file, sink, PATIENCE)).rejects.toMatchObject({ code: 'integrity_failed' })
})

test('a time that no timer has is never', async () => {
  const url = await serve((_, response) => void setTimeout(() => response.writeHead(200).end(A), 100))
  for (const stall of [Number.POSITIVE_INFINITY, 2 ** 40]) {
    const sink = createBuffer()
    await download({ path: 'file', url }, sink, { ...PATIENCE, stall, retries: 0 })
    expect(sink.length).toBe(A.length)
  }
})

test('a wrong hash is told, and the right one is not looked for twice', async () => {
  let requests = 0
  const url = await serve((_, response) => {
    requests++
    response.writeHead(200).end(A)
  })
  const file = { path: 'file', url, bytes: A.length, checksum: { kind: 'sha256', hex: '00' } } as const
  const watch = { onLength() {}, onNotStored() {} }
  await expect(obtainFile(file, undefined, PATIENCE, watch)).rejects.toMatchObject({
    code: 'integrity_failed',
  })
  expect(requests).toBe(1)
})
