import { CARD, LONG } from '../support/card-request.js'
import { expect, readAnswer, test } from '../support/server.js'

/** What one client may take of the server, and what the others notice of it. */

test('limits: documents, bytes, queue, time', async ({ start }) => {
  const small = await start(['--max-documents', '2', '--max-body-bytes', '500', '--max-queue', '0'])
  await small.ready()
  const many = await small.post('/v1/rerank', CARD)
  expect([many.status, (await readAnswer(many)).message]).toEqual([413, expect.stringContaining('2')])
  const large = await small.post('/v1/rerank', { ...CARD, documents: ['x'.repeat(600)] })
  expect([large.status, (await readAnswer(large)).message]).toEqual([413, expect.stringContaining('500')])

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
  await busy.active(1)
  const second = await busy.post('/v1/rerank', CARD)
  expect([second.status, (await readAnswer(second)).error]).toEqual([
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
  await three.active(3)
  for (const query of ['warm drink', 'cold drink'])
    expect((await three.post('/v1/rerank', { ...CARD, query })).status).toBe(200)
  expect(answered).toBe(0)
  abort.abort()
  await Promise.all(large)
  const documents = LONG.documents.slice(0, 60).map((text, i) => text.slice(0, 20 * i))
  const raw = { ...CARD, documents, raw_scores: true, return_documents: false }
  const [here, there] = [
    await readAnswer(await server.post('/v1/rerank', raw)),
    await readAnswer(await three.post('/v1/rerank', raw)),
  ]
  expect(there.results).toEqual(here.results)
})

/** Each would keep a thread for minutes, were it read to its end at once. */
const LARGEST = {
  'many documents': LONG,
  'one document without spaces': { query: 'q', documents: ['漢'.repeat(5_000_000)], max_chunks_per_doc: 1e9 },
  'a long query and windows that overlap': {
    query: 'word '.repeat(1000),
    documents: ['word '.repeat(3_000_000)],
    max_chunks_per_doc: 1e9,
    overlap_tokens: 80,
  },
}
for (const [name, request] of Object.entries(LARGEST))
  test(`guarantee 26: a client that goes away stops the work (${name})`, async ({ server }) => {
    const abort = new AbortController()
    const left = server
      .post('/v1/rerank', request, { signal: abort.signal })
      .catch((error: Error) => error.name)
    await server.active(1)
    abort.abort()
    expect(await left).toBe('AbortError')
    await server.active(0)
    expect((await server.post('/v1/rerank', CARD)).status).toBe(200)
  })
