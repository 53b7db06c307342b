import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { RerankError } from '../protocol/errors.js'
import { createHandler } from '../wire/handler.js'
import { parseRequest, type RerankRequest } from '../wire/request.js'
import type { Upstream } from './types.js'
import { createForwarder } from './upstream.js'

const BODY = { query: 'q', documents: ['a', 'b', 'c'] }
const RESULTS = [
  { index: 0, relevance_score: 0.2 },
  { index: 1, relevance_score: 0.9 },
  { index: 2, relevance_score: 0.5 },
]

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** A server of any kind in the upstream's place. @returns its origin */
async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function ask(
  url: string | string[],
  options: Partial<Upstream> = {},
  body: RerankRequest = BODY,
  signal?: AbortSignal,
) {
  const request = parseRequest(body, 1000)
  return createForwarder({ url, when: 'always', retries: 0, ...options }).rank(
    'm',
    { request, body, explain: undefined },
    () => Promise.reject(new Error('never here')),
    (work) => work(signal),
  )
}

const answering = (body: unknown, status = 200) =>
  listen((_, response) =>
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body)),
  )

test.each([301, 302, 303, 307, 308])(
  'a redirect by %i is not followed: nothing reaches the other origin',
  async (status) => {
    const reached: unknown[] = []
    const other = await listen((request, response) => {
      reached.push(request.headers)
      response.end(JSON.stringify({ results: RESULTS }))
    })
    const url = await listen((_, response) =>
      response.writeHead(status, { location: `${other}/v1/rerank` }).end(),
    )
    const asked = ask(url, { headers: { 'x-api-key': 'secret' } })
    await expect(asked).rejects.toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining('redirects'),
      details: { status },
    })
    expect(reached).toEqual([])
  },
)

describe('an answer that is no ranking', () => {
  test('an endless one is left after some megabytes', async () => {
    let sent = 0
    const url = await listen((_, response) => {
      const chunk = Buffer.alloc(2 ** 16, ' ')
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length
      }
      response.on('drain', more)
      more()
    })
    await expect(ask(url)).rejects.toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining('larger than the limit'),
    })
    expect(sent).toBeLessThan(64 * 2 ** 20)
  })
  test.each([
    ['', 'empty'],
    ['<html>', 'not valid JSON'],
    ['['.repeat(100_000), 'nested deeper'],
    [`[${'{},'.repeat(11_000)}{}]`, 'values'],
    ['{}', 'not a ranking'],
    [{ results: [] }, 'ranked 0 of 3 documents'],
    [{ results: RESULTS.slice(1) }, 'ranked 2 of 3 documents'],
    [{ results: [{ index: 0.5, relevance_score: 1 }] }, 'not a ranking'],
    [{ results: [{ index: 3, relevance_score: 1 }] }, 'not a ranking'],
    [{ results: [RESULTS[0], RESULTS[0], RESULTS[1]] }, 'not a ranking'],
    ['{"results":[{"index":0,"relevance_score":1e400}]}', 'not a ranking'],
  ])('%j', async (answer, message) => {
    await expect(ask(await answering(answer))).rejects.toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining(message),
    })
  })
  test('bytes that are no UTF-8', async () => {
    const url = await listen((_, response) => response.end(Buffer.from([0x22, 0xff, 0x22])))
    await expect(ask(url)).rejects.toMatchObject({ message: expect.stringContaining('not valid UTF-8') })
  })
})

test.each([[[0, 1, 0.5]], [[-1000, 1000, 0.5]]])(
  'scores of %j lie strictly between 0 and 1',
  async (scores) => {
    const results = scores.map((relevance_score, index) => ({ index, relevance_score }))
    const answer = await ask(await answering({ results }))
    expect(answer.results.map(({ index }) => index)).toEqual([1, 2, 0])
    for (const { relevance_score } of answer.results) {
      expect(relevance_score).toBeGreaterThan(0)
      expect(relevance_score).toBeLessThan(1)
    }
  },
)

test.each(['-5', '1.5', 'null', '1e400', '"7"', '{}'])('usage of %s is not passed on', async (tokens) => {
  const url = await answering(`{"results":${JSON.stringify(RESULTS)},"usage":{"total_tokens":${tokens}}}`)
  expect((await ask(url)).usage.total_tokens).toBe(0)
})

test('one that says nothing, or stops halfway, fails with timeout', async () => {
  for (const start of ['', '{"results":[']) {
    const url = await listen((_, response) => {
      if (start) response.write(start)
    })
    await expect(ask(url, { timeout: 50 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('within 50 ms'),
    })
  }
})

test('an abort ends a wait for the rest of an answer', async () => {
  const abort = new AbortController()
  const url = await listen((_, response) => {
    response.write('{')
    setTimeout(() => abort.abort(), 20)
  })
  await expect(ask(url, {}, BODY, abort.signal)).rejects.toMatchObject({ name: 'AbortError' })
})

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

test('a reason of any length is told in short', async () => {
  const refused = ask(await answering({ message: 'x'.repeat(10_000) }, 500))
  await expect(refused).rejects.toMatchObject({ code: 'upstream_failed' })
  expect(await refused.catch((error: Error) => error.message)).toMatch(/^.{300,400}$/)
})

test('a request that is no JSON is refused by what is wrong with it', async () => {
  const body: Record<string, unknown> = { ...BODY }
  body.self = body
  const asked = ask(await answering({ results: RESULTS }), {}, body as unknown as RerankRequest)
  await expect(asked).rejects.toMatchObject({ code: 'invalid_request' })
})

describe('several addresses', () => {
  const good = () => answering({ results: RESULTS })

  test.each([408, 429, 500, 502, 503, 504])('after a %i the next one is asked', async (status) => {
    const [bad, other] = [await answering({}, status), await good()]
    const answer = await ask([bad, other], { retries: 1 })
    expect(answer.webrerank.upstream).toBe(other)
  })

  test('after one that is down, hangs or ends in the middle as well', async () => {
    const hanging = await listen(() => {})
    const broken = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"results":')
      setTimeout(() => response.destroy(), 20)
    })
    const other = await good()
    const urls = ['http://127.0.0.1:1/', hanging, broken, other]
    const answer = await ask(urls, { retries: 3, timeout: 2000 })
    expect(answer.webrerank.upstream).toBe(other)
  })

  test.each([
    [400, 'invalid_request'],
    [401, 'upstream_failed'],
    [404, 'upstream_failed'],
  ])('a %i is not asked again: it would be the same', async (status, code) => {
    let asked = 0
    const bad = await listen((_, response) => {
      asked++
      response.writeHead(status).end('{}')
    })
    await expect(ask(bad, { retries: 3 })).rejects.toMatchObject({ code })
    expect(asked).toBe(1)
  })

  test('one address is asked again after a failure that may pass, but not after one that took too long', async () => {
    let asked = 0
    const flaky = await listen((_, response) => {
      if (++asked < 3) response.destroy()
      else response.end(JSON.stringify({ results: RESULTS }))
    })
    expect((await ask(flaky, { retries: 2 })).results).toHaveLength(3)
    expect(asked).toBe(3)
    let slow = 0
    const hanging = await listen(() => {
      slow++
    })
    await expect(ask(hanging, { retries: 2, timeout: 500 })).rejects.toMatchObject({ code: 'timeout' })
    expect(slow).toBeLessThanOrEqual(1)
  })

  test('an abort ends the pause between two attempts', async () => {
    const abort = new AbortController()
    const url = await listen((_, response) => {
      response.destroy()
      abort.abort()
    })
    await expect(ask(url, { retries: 10 }, BODY, abort.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })
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
