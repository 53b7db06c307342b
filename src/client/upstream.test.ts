import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { answering, ask, BODY, listen, RESULTS } from '../../fixtures/wire/upstream.js'
import { RerankError } from '../protocol/errors.js'
import { createHandler } from '../wire/handler.js'
import { parseRequest, type RerankRequest } from '../wire/request.js'
import { createForwarder } from './upstream.js'

/** What is sent upstream, and when. */

test('pairs of several queries: each query is asked for once, and each pair has its own score', async () => {
  const asked: string[] = []
  const url = await listen(async (request, response) => {
    const { query, documents } = (await new Response(Readable.toWeb(request) as BodyInit).json()) as {
      query: string
      documents: string[]
    }
    asked.push(query)
    const results = documents.map((text, index) => ({
      index,
      relevance_score: (query.length + text.length) / 100,
    }))
    response.end(JSON.stringify({ results }))
  })
  const forwarder = createForwarder({ url, when: 'always', retries: 0 })
  const handle = createHandler({
    serve: (body, signal) =>
      forwarder.rank(
        'm',
        { request: parseRequest(body, 1000), body: body as RerankRequest, explain: undefined },
        () => Promise.reject(new Error('never here')),
        (work) => work(signal),
      ),
    maxDocuments: 1000,
    maxBodyBytes: 100_000,
  })
  const score = async (text_1: string[], text_2: string[]) => {
    const body = JSON.stringify({ text_1, text_2 })
    const response = await handle(new Request('http://host/v1/score', { method: 'POST', body }))
    return [response.status, await response.json()] as const
  }
  const queries = Array.from({ length: 40 }, (_, i) => 'q'.repeat((i % 20) + 1))
  const documents = queries.map((_, i) => 'd'.repeat((i % 7) + 1))
  const [status, answer] = await score(queries, documents)
  expect(status).toBe(200)
  expect(answer.data).toEqual(
    queries.map((query, index) => ({
      index,
      object: 'score',
      score: (query.length + documents[index]!.length) / 100,
    })),
  )
  expect(asked).toEqual(queries.slice(0, 20))
  const [refused, error] = await score(['q', ' ', 'r'], ['a', 'b', 'c'])
  expect([refused, error.error.param]).toEqual([400, 'text_1'])
})

test('a request that is no JSON is refused by what is wrong with it', async () => {
  const body: Record<string, unknown> = { ...BODY }
  body.self = body
  const asked = ask(await answering({ results: RESULTS }), {}, body as unknown as RerankRequest)
  await expect(asked).rejects.toMatchObject({ code: 'invalid_request' })
})

test('a full queue stays one where the upstream is down: clients know to wait', async () => {
  const full = new RerankError('queue_full', '3 requests are already waiting')
  const forwarder = createForwarder({ url: 'http://127.0.0.1:1/', when: 'overflow', retries: 0 })
  const asked = { request: parseRequest(BODY, 10), body: BODY, explain: undefined }
  const rank = (error: Error) =>
    forwarder.rank(
      'm',
      asked,
      () => Promise.reject(error),
      (work) => work(),
    )
  await expect(rank(full)).rejects.toMatchObject({
    code: 'queue_full',
    status: 429,
    cause: { code: 'upstream_failed' },
  })
  const lost = new RerankError('download_failed', 'no network')
  await expect(rank(lost)).rejects.toMatchObject({ code: 'upstream_failed', cause: lost })
})

test('an instruction is sent on; where the format has none, the answer says so', async () => {
  const received: Record<string, unknown>[] = []
  const url = await listen(async (request, response) => {
    received.push(JSON.parse(Buffer.concat(await request.toArray()).toString()))
    const tei = RESULTS.map(({ index, relevance_score: score }) => ({ index, score }))
    response.end(JSON.stringify(request.url === '/tei' ? tei : { results: RESULTS }))
  })
  const body = { ...BODY, instruction: 'find duplicates' }
  const { webrerank } = await ask(url, {}, body)
  expect(received[0]).toMatchObject({ instruction: 'find duplicates' })
  expect(webrerank.warnings).toEqual([])
  const { webrerank: facts } = await ask(`${url}/tei`, { format: 'tei' }, body)
  expect(received[1]).not.toHaveProperty('instruction')
  expect(facts.warnings).toEqual(['instruction has no effect upstream'])
})
