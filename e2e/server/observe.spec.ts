import { CARD, MODEL } from '../support/card-request.js'
import { expect, readAnswer, test } from '../support/server.js'

/** What is told of requests: metrics, logs, ids. */

test('metrics count requests, documents and tokens', async ({ start }) => {
  const server = await start()
  const { usage } = await readAnswer(await server.post('/v1/rerank', CARD))
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
