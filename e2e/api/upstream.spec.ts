import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Reranker, RerankProgress, RerankResponse, Upstream } from '../../src/index.js'
import { type ApiServer, endServer, startServer } from '../support/api-server.js'
import { LONG } from '../support/card-request.js'
import { expect, fixture, test } from '../support/site.js'

/** The `upstream` option. The upstream is a server of our own: any that speaks the card's form or TEI's would do. */

const REQUEST = {
  query: 'What is a vector database?',
  documents: [
    'The Eiffel Tower is in Paris.',
    'A vector database stores embeddings and finds nearest neighbours.',
    'PostgreSQL is a relational database.',
  ],
}

let server: ApiServer
let createReranker: typeof import('../../server/index.js').createReranker
const open: Reranker[] = []

test.beforeAll(async () => {
  server = await startServer(['--runtime', 'wasm', '--api-key', 'sk-up', '--allow-origin', '*'])
  await server.ready()
  const module = await import(new URL('../../dist/server.js', import.meta.url).href)
  createReranker = (module as typeof import('../../server/index.js')).createReranker
})
test.afterEach(() => {
  for (const reranker of open.splice(0)) reranker.dispose()
})
test.afterAll(() => endServer(server))

function create(upstream: Partial<Upstream>, options = {}): Reranker {
  const reranker = createReranker({
    ...options,
    runtime: 'wasm',
    upstream: {
      url: `${server.url}/v1/rerank`,
      headers: { authorization: 'Bearer sk-up' },
      when: 'unavailable',
      ...upstream,
    },
  })
  open.push(reranker)
  return reranker
}

/** A model whose files are nowhere. */
const LOST = { ...fixture('tiny-bert'), id: 'webrerank/tiny-en', source: 'file:///no/such/folder/' }

test('always: the same answer, which names who gave it', async () => {
  const here = await create({}).rank(REQUEST)
  expect(here.webrerank).toMatchObject({ device: 'wasm' })
  expect(here.webrerank.upstream).toBeUndefined()
  const there = await create({ when: 'always' }).rank(REQUEST)
  expect(there.results).toEqual(here.results)
  expect(there.usage).toEqual(here.usage)
  expect(there.webrerank).toMatchObject({ device: 'upstream', upstream: server.url })

  const top = await create({ when: 'always' }).rank({ ...REQUEST, top_n: 1, return_documents: false })
  expect(top.results).toEqual([{ index: 1, relevance_score: here.results[0]!.relevance_score }])
  const raw = await create({ when: 'always' }).rank({ ...REQUEST, raw_scores: true })
  for (const [i, { relevance_score }] of raw.results.entries())
    expect(1 / (1 + Math.exp(-relevance_score))).toBeCloseTo(here.results[i]!.relevance_score, 9)
})

test('every dialect is forwarded as the card’s form', async () => {
  const { fetch } = create({ when: 'always' })
  const body = JSON.stringify({ query: REQUEST.query, texts: REQUEST.documents })
  const response = await fetch('/rerank', { method: 'POST', body, headers: { authorization: 'Bearer mine' } })
  expect((await response.json())[0].index).toBe(1)
  const card = await fetch('/v1/rerank', { method: 'POST', body: JSON.stringify(REQUEST) })
  expect(card.headers.get('server-timing')).toContain('device;desc=upstream')
})

test('unavailable: only where the device cannot serve, and it says why', async () => {
  const answer = await create({}, { model: LOST }).rank(REQUEST)
  expect(answer.webrerank).toMatchObject({
    device: 'upstream',
    reason: expect.stringContaining('download_failed'),
  })
  expect(answer.results[0]?.index).toBe(1)
  // What the caller did wrong is not another server's to answer.
  await expect(create({}, { model: LOST }).rank({ ...REQUEST, query: '' })).rejects.toMatchObject({
    code: 'invalid_request',
  })
})

test('overflow: where the queue is full, which unavailable leaves alone', async () => {
  const second = async (when: Upstream['when']) => {
    const reranker = create({ when }, { maxQueue: 0, threads: 1 })
    await reranker.load()
    const abort = new AbortController()
    let answered: Promise<PromiseSettledResult<RerankResponse>[]> | undefined
    // The first one is under way where it tells of a score: then the second finds the queue full.
    const onProgress = ({ step }: RerankProgress) => {
      if (step === 'score') answered ??= Promise.allSettled([reranker.rank(REQUEST)])
    }
    const first = reranker.rank(
      { ...REQUEST, documents: LONG.documents },
      { signal: abort.signal, onProgress },
    )
    await expect.poll(() => answered !== undefined, { timeout: 60_000 }).toBe(true)
    const [outcome] = await answered!
    abort.abort()
    await first.catch(() => {})
    return outcome
  }
  expect(await second('overflow')).toMatchObject({ value: { webrerank: { device: 'upstream' } } })
  expect(await second('unavailable')).toMatchObject({ reason: { code: 'queue_full' } })
})

test('text-embeddings-inference', async () => {
  const answer = await create({ url: `${server.url}/rerank`, format: 'tei', when: 'always' }).rank(REQUEST)
  expect(answer.results).toHaveLength(3)
  expect(answer.results[0]).toMatchObject({ index: 1, document: { text: REQUEST.documents[1] } })
})

test('failures: unreachable, refused, no ranking', async () => {
  const fails = (upstream: Partial<Upstream>) => create({ when: 'always', ...upstream }).rank(REQUEST)
  await expect(fails({ url: 'http://127.0.0.1:1/v1/rerank' })).rejects.toMatchObject({
    code: 'upstream_failed',
    status: 502,
    message: expect.stringContaining('127.0.0.1:1'),
  })
  await expect(fails({ headers: {} })).rejects.toMatchObject({
    code: 'upstream_failed',
    details: { status: 401 },
  })
  await expect(fails({ model: 'none' })).rejects.toMatchObject({ code: 'invalid_request' })
  const lost = create({ url: 'http://127.0.0.1:1/' }, { model: LOST }).rank(REQUEST)
  await expect(lost).rejects.toMatchObject({ code: 'upstream_failed', cause: { code: 'download_failed' } })

  const bodies = [
    '<html>',
    '{}',
    '{"results":[{"index":9,"relevance_score":1}]}',
    '{"results":[{"index":0,"relevance_score":"1"}]}',
    '{"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":1}]}',
  ]
  const odd = createServer((_, response) => response.end(bodies.shift()))
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}/`
  for (const _ of [...bodies]) await expect(fails({ url })).rejects.toMatchObject({ code: 'upstream_failed' })
  odd.close()
})

test('aborted, timed out, disposed', async () => {
  const stalled = createServer(() => {})
  await new Promise<void>((resolve) => stalled.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(stalled.address() as AddressInfo).port}/`
  const abort = new AbortController()
  const asked = create({ url, when: 'always' }).rank(REQUEST, { signal: abort.signal })
  setTimeout(() => abort.abort(), 100)
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  const limited = create({ url, when: 'always' }, { timeout: 100 }).rank(REQUEST)
  await expect(limited).rejects.toMatchObject({ code: 'timeout' })
  stalled.closeAllConnections()
  stalled.close()
  const gone = create({ when: 'always' })
  gone.dispose()
  await expect(gone.rank(REQUEST)).rejects.toMatchObject({ code: 'disposed' })
})

test('in a page', async ({ site }) => {
  const upstream: Upstream = {
    url: `${server.url}/v1/rerank`,
    headers: { authorization: 'Bearer sk-up' },
    when: 'always',
  }
  const answer = await site.rank(REQUEST, { upstream })
  expect(answer.webrerank).toMatchObject({ device: 'upstream', upstream: server.url })
  expect(answer.results[0]?.index).toBe(1)
})

test('a server before another: what it cannot take goes on', async () => {
  const args = ['--upstream', `${server.url}/v1/rerank`, '--upstream-when', 'always', '--runtime', 'wasm']
  const front = await startServer(args, { WEBRERANK_UPSTREAM_KEY: 'sk-up' })
  const answer = await (await front.post('/v1/rerank', REQUEST)).json()
  expect(answer.webrerank.upstream).toBe(server.url)
  await endServer(front)
})
