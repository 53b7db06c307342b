import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { text as streamText } from 'node:stream/consumers'
import type { RerankResponse } from '../../src/index.js'
import { type ApiServer, startServer } from '../support/api-server.js'
import { ANSWERS, CARD, MODEL } from '../support/card-request.js'
import { writeModelFile } from '../support/model-file.js'
import { expect, test } from '../support/server.js'

/** `webrerank serve`, as it ships, over HTTP. The wire is that of api/answers.spec.ts: here it is shown to be the same. */

/** A request that takes some seconds. */
const LONG = { ...CARD, documents: Array.from({ length: 900 }, (_, i) => `${'word '.repeat(300)}${i}`) }

const read = async (response: Response) => (await response.json()) as RerankResponse & Record<string, never>

test('answers what the page answers', async ({ server, shared }) => {
  // Node 20 has no relaxed SIMD: there the CPU runtime's activations have 12 bits, in the page 7.
  const raw = { ...CARD, raw_scores: true }
  const [here, there] = [await shared.fetch(raw), await read(await server.post('/v1/rerank', raw))]
  expect(there.results.map(({ index }) => index)).toEqual(here.body.results.map(({ index }) => index))
  for (const [i, { relevance_score, document }] of there.results.entries()) {
    expect(document).toEqual(here.body.results[i]!.document)
    expect(Math.abs(relevance_score - here.body.results[i]!.relevance_score)).toBeLessThan(0.1)
  }
  expect(there.usage).toEqual(here.body.usage)
  expect(there.webrerank).toMatchObject({ device: 'wasm', build: 'engine', dtype: here.body.webrerank.dtype })
})

test('onnxruntime-node ranks alike', async ({ server, start }) => {
  const native = await start(['--runtime', 'native'])
  const raw = { ...CARD, raw_scores: true, documents: [...CARD.documents, 'cake', '', 'vector'] }
  const [a, b] = [
    await read(await server.post('/v1/rerank', raw)),
    await read(await native.post('/v1/rerank', raw)),
  ]
  expect(b.webrerank.build).toBe('native')
  expect(b.results.map(({ index }) => index)).toEqual(a.results.map(({ index }) => index))
  // ONNX Runtime rounds activations to 8 bits, in rows of their own range.
  for (const [i, { relevance_score }] of b.results.entries())
    expect(Math.abs(relevance_score - a.results[i]!.relevance_score)).toBeLessThan(0.3)
})

test('the first request of docs/server.md ranks as a reader expects', async ({ server }) => {
  const [, body] = /-d '([^']+)'/.exec(await readFile('docs/server.md', 'utf8'))!
  const { results } = await read(await server.post('/v1/rerank', body!))
  expect(results.map(({ index }) => index)).toEqual([1, 0])
  expect(results[0]!.relevance_score).toBeGreaterThan(0.5)
})

test('every dialect', async ({ server }) => {
  const { query, documents } = CARD
  const cohere = await read(await server.post('/v2/rerank', CARD))
  const [best] = cohere.results
  expect(ANSWERS).toContain(best!.index)
  const voyage = await read(await server.post('/v1/rerank', { ...CARD, top_k: 1 }))
  expect(voyage.data).toEqual([{ index: best!.index, relevance_score: best!.relevance_score }])
  const tei = await (await server.post('/rerank', { query, texts: documents })).json()
  expect(tei[0]).toEqual({ index: best!.index, score: best!.relevance_score })
  const score = await read(await server.post('/v1/score', { text_1: query, text_2: documents }))
  expect(score.data).toHaveLength(documents.length)
  const models = await read(await fetch(`${server.url}/v1/models`))
  expect(models.data).toEqual([expect.objectContaining({ id: MODEL })])
})

test('bad requests: bodies, methods, paths, models', async ({ server }) => {
  for (const body of ['', '{', '[]', '7']) expect((await server.post('/v1/rerank', body)).status).toBe(400)
  const got = await fetch(`${server.url}/v1/rerank`)
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
  const lost = await server.post('/v1/embeddings', CARD)
  expect(lost.status).toBe(404)
  expect(lost.headers.get('content-type')).toBe('application/json')
  const unknown = await server.post('/v1/rerank', { ...CARD, model: 'BAAI/none' })
  expect([unknown.status, (await read(unknown)).code]).toEqual([400, 20012])
  expect((await server.post('/v2/rerank', { ...CARD, model: 'none' })).status).toBe(404)
})

test('any text is text', async ({ server }) => {
  const documents = ['👩‍👩‍👧', '向量', 'nul \u0000 in it', 'lone \ud800', '']
  const { results } = await read(await server.post('/v1/rerank', { ...CARD, documents }))
  for (const { index, document } of results) expect(document?.text).toBe(documents[index])
})

test('guarantee 28: CORS for allowed origins, and for no other', async ({ start, server }) => {
  const open = await start(['--allow-origin', 'https://shop.example'])
  const from = (origin: string) => open.post('/v1/rerank', CARD, { headers: { origin } })
  const allowed = await from('https://shop.example')
  expect(allowed.status).toBe(200)
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  expect(allowed.headers.get('access-control-expose-headers')).toContain('Server-Timing')
  const other = await from('https://evil.example')
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null])
  expect((await from(open.url)).status).toBe(200)
  const preflight = (origin: string) =>
    fetch(`${open.url}/v1/rerank`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    })
  const asked = await preflight('https://shop.example')
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-methods')).toContain('POST')
  expect(asked.headers.get('access-control-allow-headers')).toContain('authorization')
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  const none = await server.post('/v1/rerank', CARD, { headers: { origin: 'https://shop.example' } })
  expect(none.status).toBe(403)
})

test('guarantee 28: a page of an allowed origin calls it with plain fetch', async ({ start, site }) => {
  const open = await start(['--allow-origin', site.origin])
  const results = await site.page.evaluate(
    async ([url, body]) => {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer key' }
      const response = await fetch(`${url}/v1/rerank`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return (await response.json()).results as { index: number }[]
    },
    [open.url, CARD] as const,
  )
  expect(ANSWERS).toContain(results[0]?.index)
})

test('an API key, where one is set', async ({ start }) => {
  const locked = await start([], { WEBRERANK_API_KEY: 'sk-mine' })
  const ask = (authorization?: string) =>
    locked.post('/v1/rerank', CARD, authorization ? { headers: { authorization } } : {})
  expect((await ask('Bearer sk-mine')).status).toBe(200)
  for (const wrong of [undefined, 'Bearer sk-other']) {
    const refused = await ask(wrong)
    expect(refused.status).toBe(401)
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining('key') })
  }
  expect((await fetch(`${locked.url}/metrics`)).status).toBe(401)
  expect([200, 503]).toContain((await fetch(`${locked.url}/health`)).status)
})

test('limits: documents, bytes, queue, time', async ({ start }) => {
  const small = await start(['--max-documents', '2', '--max-body-bytes', '500', '--max-queue', '0'])
  await small.ready()
  const many = await small.post('/v1/rerank', CARD)
  expect([many.status, (await read(many)).message]).toEqual([413, expect.stringContaining('2')])
  const large = await small.post('/v1/rerank', { ...CARD, documents: ['x'.repeat(600)] })
  expect([large.status, (await read(large)).message]).toEqual([413, expect.stringContaining('500')])

  // An upstream that is down does not turn a full queue into a broken gateway.
  const busy = await start([
    '--threads',
    '1',
    '--max-queue',
    '0',
    '--upstream',
    'http://127.0.0.1:1/',
    '--upstream-retries',
    '0',
  ])
  await busy.ready()
  const abort = new AbortController()
  const first = busy.post('/v1/rerank', LONG, { signal: abort.signal }).catch(() => {})
  await active(busy, 1)
  const second = await busy.post('/v1/rerank', CARD)
  expect([second.status, (await read(second)).error]).toEqual([
    429,
    expect.objectContaining({ type: 'rate_limit_error', code: 'queue_full' }),
  ])
  expect(second.headers.get('retry-after')).toMatch(/^[1-9]\d?$/)
  abort.abort()
  await first

  const hasty = await start(['--timeout', '1'])
  expect((await hasty.post('/v1/rerank', CARD)).status).toBe(504)
})

test('a small request beside large ones is answered first, and scores do not depend on threads', async ({
  server,
  start,
}) => {
  const three = await start(['--runtime', 'wasm', '--threads', '3'])
  await three.ready()
  const abort = new AbortController()
  let answered = 0
  const large = [1, 2, 3].map((i) =>
    three
      .post('/v1/rerank', { ...LONG, query: `query ${i}` }, { signal: abort.signal })
      .then(() => answered++)
      .catch(() => {}),
  )
  await active(three, 3)
  for (const query of ['warm drink', 'cold drink'])
    expect((await three.post('/v1/rerank', { ...CARD, query })).status).toBe(200)
  expect(answered).toBe(0)
  abort.abort()
  await Promise.all(large)
  const documents = LONG.documents.slice(0, 60).map((text, i) => text.slice(0, 20 * i))
  const raw = { ...CARD, documents, raw_scores: true, return_documents: false }
  const [here, there] = [
    await read(await server.post('/v1/rerank', raw)),
    await read(await three.post('/v1/rerank', raw)),
  ]
  expect(there.results).toEqual(here.results)
})

test('guarantee 26: a client that goes away stops the work', async ({ server }) => {
  const abort = new AbortController()
  const left = server.post('/v1/rerank', LONG, { signal: abort.signal }).catch((error: Error) => error.name)
  await active(server, 1)
  abort.abort()
  expect(await left).toBe('AbortError')
  await active(server, 0)
  expect((await server.post('/v1/rerank', CARD)).status).toBe(200)
})

test('SIGTERM: what is under way is answered, then it exits with 0', async ({ start }) => {
  const server = await start()
  await server.ready()
  const under = server.post('/v1/rerank', { ...LONG, documents: LONG.documents.slice(0, 100) })
  await active(server, 1)
  const code = server.stop()
  expect((await under).status).toBe(200)
  expect(await code).toBe(0)
  expect(server.log()).toContain('"stopped"')
})

test('metrics count requests, documents and tokens', async ({ start }) => {
  const server = await start()
  const { usage } = await read(await server.post('/v1/rerank', CARD))
  await server.post('/v1/rerank', '{')
  const text = await (await fetch(`${server.url}/metrics`)).text()
  expect(text).toContain('webrerank_requests_total{path="/v1/rerank",status="200"} 1\n')
  expect(text).toContain('webrerank_requests_total{path="/v1/rerank",status="400"} 1\n')
  expect(text).toContain(`webrerank_tokens_total{model="${MODEL}"} ${usage.total_tokens}\n`)
  expect(text).toContain(`webrerank_documents_total{model="${MODEL}"} ${CARD.documents.length}\n`)
  expect(text).toContain('webrerank_request_duration_seconds_count{path="/v1/rerank"} 1\n')
  expect(text).toContain('webrerank_queue_length 0\n')
  for (const name of ['queue_seconds', 'score_seconds', 'best_score'])
    expect(text).toContain(`webrerank_${name}_count{model="${MODEL}"} 1\n`)
})

test('logs are JSON, and hold no text of a request', async ({ start }) => {
  const server = await start()
  const secret = 'sesame'
  const headers = { authorization: `Bearer ${secret}`, 'user-agent': secret }
  await server.post('/v1/rerank', { ...CARD, query: secret, documents: [secret] }, { headers })
  await server.post('/v1/rerank', { ...CARD, model: secret }, { headers })
  await server.post('/v1/rerank', `{"query": ${secret}`, { headers })
  await server.post(`/v1/${secret}?q=${secret}`, CARD, { headers })
  await server.stop()
  const entries = server
    .log()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(entries.filter(({ message }) => message === 'request').map(({ status }) => status)).toEqual([
    200, 400, 400, 404,
  ])
  expect(entries).toContainEqual(
    expect.objectContaining({ path: '/v1/rerank', model: MODEL, documents: 1, tokens: expect.any(Number) }),
  )
  expect(server.log()).not.toContain(secret)
})

test('answers and log entries have the caller’s ids; probes leave no entry', async ({ start }) => {
  const server = await start()
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
  const traceparent = `00-${trace}-00f067aa0ba902b7-01`
  const named = await server.post('/v1/rerank', CARD, { headers: { 'x-request-id': 'order-7', traceparent } })
  expect([named.headers.get('x-request-id'), named.headers.get('traceparent')]).toEqual([
    'order-7',
    traceparent,
  ])
  const unnamed = await server.post('/v1/rerank', '{', {
    headers: { 'x-request-id': 'a\u009b31m', traceparent: 'x' },
  })
  expect(unnamed.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
  expect(unnamed.headers.get('traceparent')).toBeNull()
  await server.ask('/health')
  await server.ready()
  await server.stop()
  const requests = server
    .log()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ message }) => message === 'request')
  expect(requests.map(({ path }) => path)).toEqual(['/v1/rerank', '/v1/rerank'])
  expect(requests[0]).toMatchObject({ id: 'order-7', trace, queue: expect.any(Number) })
  expect(requests[1].id).toBe(unnamed.headers.get('x-request-id'))
})

test('probes of HTTP/1.0 name no host', async ({ server }) => {
  const ask = async (path: string) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.end(`GET ${path} HTTP/1.0\r\n\r\n`)
    return (await streamText(socket)).split('\r\n', 1)[0]
  }
  expect(await ask('/health')).toBe('HTTP/1.1 200 OK')
  expect(await ask('/ready')).toBe('HTTP/1.1 200 OK')
  expect(await ask('/v1/models')).toBe('HTTP/1.1 403 Forbidden')
})

test('a site and the API from one port', async ({ start }) => {
  const server = await start(['--site', 'e2e/pages'])
  const page = await fetch(`${server.url}/blank.html`)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
  expect((await fetch(`${server.url}/../package.json`)).status).toBe(404)
  expect((await server.post('/v1/rerank', CARD)).status).toBe(200)
  expect((await fetch(`${server.url}/nothing.html`)).status).toBe(404)
})

test('a model of your own, by its card; the first is the default', async ({ start }) => {
  const server = await start(['--model', await writeModelFile('tiny-bert', 'mine/tiny'), '--model', MODEL])
  const { model: _, ...unnamed } = CARD
  expect((await read(await server.post('/v1/rerank', unnamed))).model).toBe('mine/tiny')
  expect((await read(await server.post('/v1/rerank', CARD))).model).toBe(MODEL)
  // Both are here, so one may score before the other; a model that is not is never loaded for a request.
  const ask = async (first: string) =>
    read(await server.post('/v1/rerank', { ...unnamed, cascade: { first, keep: 1 } }))
  expect((await ask(MODEL)).webrerank.cascade).toMatchObject({ first: MODEL, keep: 1 })
  const streamed = await server.post('/v1/rerank', { ...unnamed, stream: true })
  expect(streamed.headers.get('content-type')).toBe('text/event-stream')
  const events = (await streamed.text()).trim().split('\n\n')
  expect(JSON.parse(events.at(-1)!.slice('data: '.length))).toMatchObject({
    ...{ model: 'mine/tiny', webrerank: { complete: true } },
  })
  expect((await ask('BAAI/bge-reranker-base')).error).toMatchObject({
    code: 'model_not_found',
    param: 'cascade.first',
  })
})

test('only this machine is answered by default; a taken port is an error', async ({ server }) => {
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const { port } = new URL(server.url)
  await expect(startServer(['--port', port])).rejects.toThrow('EADDRINUSE')
})

/** Waits until so many requests are being answered. */
async function active(server: ApiServer, count: number): Promise<void> {
  await expect(async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).toContain(`webrerank_requests_active ${count}\n`)
  }).toPass({ timeout: 30_000 })
}
