import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { endServer } from '../support/api-server.js'
import { CARD, MODEL } from '../support/card-request.js'
import { expect, test } from '../support/server.js'

/** Requests of those who mean harm, or do it unknowingly. */

const BODY = JSON.stringify(CARD)
const post = { method: 'POST', body: BODY }

test('a page whose name was made to point at this machine is not answered', async ({ server, start }) => {
  const { port } = new URL(server.url)
  const host = `evil.example:${port}`
  for (const path of ['/v1/rerank', '/metrics', '/health', '/v1/models']) {
    const headers = { host, origin: `http://${host}` }
    const answer = await server.ask(path, path === '/v1/rerank' ? { ...post, headers } : { headers })
    expect(answer.status, path).toBe(403)
  }
  expect((await server.ask('/v1/rerank', { ...post, headers: { host: `localhost:${port}` } })).status).toBe(
    200,
  )
  const named = await start(['--allow-host', 'rerank.example'])
  expect((await named.ask('/v1/models', { headers: { host: 'rerank.example' } })).status).toBe(200)
  expect((await named.ask('/v1/models', { headers: { host } })).status).toBe(403)
})

test('bodies that cannot be read: an encoding, no UTF-8, a length over the limit, a deep nesting', async ({
  server,
}) => {
  const send = async (body: string | Uint8Array, headers = {}) => {
    const { status, text } = await server.ask('/v1/rerank', { method: 'POST', body, headers })
    return [status, JSON.parse(text).error.code]
  }
  expect(await send(BODY, { 'content-encoding': 'gzip' })).toEqual([415, 'unsupported_media_type'])
  expect(await send(Buffer.from([...Buffer.from('{"query":"'), 0xff, 0x22, 0x7d]))).toEqual([
    400,
    'invalid_request',
  ])
  expect(await send(`{"query":"q","documents":["d"],"x":${'['.repeat(300_000)}`)).toEqual([
    400,
    'invalid_request',
  ])
  expect(await send(`[${'{},'.repeat(210_000)}{}]`)).toEqual([413, 'payload_too_large'])
  const declared = await server.ask('/v1/rerank', { method: 'POST', headers: { 'content-length': 1e12 } })
  expect(declared.status).toBe(413)
})

test('long texts go through the thread that parses and come back to the letter', async ({ server }) => {
  const documents = [
    'word '.repeat(400_000),
    'b',
    '😀é"\\\n'.repeat(100_000),
    'lone \ud800 one'.repeat(50_000),
  ]
  const response = await server.post('/v1/rerank', { ...CARD, documents, max_tokens_per_doc: 20 })
  const { results } = await response.json()
  expect(results).toHaveLength(4)
  for (const { index, document } of results) expect(document.text === documents[index]).toBe(true)
  const broken = await server.post('/v1/rerank', `{"query":"q","documents":["${'x'.repeat(400_000)}"`)
  expect([broken.status, (await broken.json()).error.message]).toEqual([
    400,
    expect.stringContaining('not valid JSON'),
  ])
})

test('bodies share one bound: one more is refused, and room comes back', async ({ start }) => {
  const server = await start(['--max-body-bytes', '100000', '--max-pending-bytes', '150000'])
  await server.ready()
  // The first of these never sends the rest.
  const { port } = new URL(server.url)
  const held = connect(Number(port), '127.0.0.1')
  held.write(
    `POST /v1/rerank HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{"query":"q","documents":["`,
  )
  const large = JSON.stringify({ ...CARD, documents: ['x'.repeat(80_000)] })
  await expect(async () => expect((await server.post('/v1/rerank', large)).status).toBe(429)).toPass()
  const refused = await server.post('/v1/rerank', large)
  expect(refused.headers.get('retry-after')).toBe('1')
  expect((await server.post('/v1/rerank', CARD)).status).toBe(200)
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
  held.destroy()
  await expect(async () => expect((await server.post('/v1/rerank', large)).status).toBe(200)).toPass()
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toContain('webrerank_pending_bytes 0\n')
})

test('HEAD, doubled slashes, one model, and what text-embeddings-inference tells of itself', async ({
  server,
}) => {
  const head = await server.ask('/v1/models', { method: 'HEAD' })
  expect([head.status, head.text]).toEqual([200, ''])
  for (const path of ['//rerank', '/v1//rerank']) expect((await server.ask(path, post)).status).toBe(200)
  for (const id of [MODEL, encodeURIComponent(MODEL)])
    expect(JSON.parse((await server.ask(`/v1/models/${id}`)).text)).toMatchObject({ id: MODEL })
  expect((await server.ask('/v1/models/none')).status).toBe(404)
  expect(JSON.parse((await server.ask('/info')).text)).toMatchObject({
    model_id: MODEL,
    max_input_length: 160,
  })
})

test('a client whose model cannot be set: another name for one', async ({ start }) => {
  const server = await start(['--alias', `rerank-v3.5=${MODEL}`])
  const answer = await server.post('/v2/rerank', { ...CARD, model: 'rerank-v3.5' })
  expect(answer.status).toBe(200)
  expect((await server.post('/v2/rerank', { ...CARD, model: 'rerank-v3' })).status).toBe(404)
  const models = await (await fetch(`${server.url}/v1/models`)).json()
  expect(models.data.map(({ id }: { id: string }) => id)).toEqual([MODEL, 'rerank-v3.5'])
})

test('who reads the log may go: the server serves on', async ({ start }) => {
  const server = await start()
  await server.ready()
  server.process.stderr!.destroy()
  for (let i = 0; i < 5; i++) expect((await server.post('/v1/rerank', CARD)).status).toBe(200)
  expect(server.process.exitCode).toBeNull()
})

test('an upstream that redirects is not followed by the server either', async ({ start }) => {
  let reached = 0
  const other = createServer((_, response) => {
    reached++
    response.end('{}')
  })
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`
  const redirecting = createServer((_, response) => response.writeHead(307, { location: target }).end())
  redirecting.listen(0, '127.0.0.1')
  await once(redirecting, 'listening')
  const upstream = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/v1/rerank`
  const server = await start(['--upstream', upstream, '--upstream-when', 'always'])
  expect((await server.post('/v1/rerank', CARD)).status).toBe(502)
  expect(reached).toBe(0)
  await endServer(server)
  for (const each of [other, redirecting]) {
    each.closeAllConnections()
    each.close()
  }
})
