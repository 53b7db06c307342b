import { describe, expect, test } from 'vitest'
import { RerankError } from '../protocol/errors.js'
import { createHandler, type Serve } from './handler.js'
import { parseRequest } from './request.js'
import { createResponse } from './response.js'

/** The wire without a model: the longer a document, the better it fits. */
const serve: Serve = async (body) => {
  const request = parseRequest(body, 50)
  if (request.model !== undefined && request.model !== 'm') {
    throw new RerankError('model_not_found', 'Model does not exist. Please check it carefully.', {
      param: 'model',
      details: { model: request.model },
    })
  }
  return createResponse('m', request, {
    logits: request.documents.map((text) => text.length),
    tokens: request.documents.map(() => 3),
    truncated: [],
    cached: { scores: 0, encodings: 0 },
    info: { device: 'wasm', dtype: 'q8', build: 'wasm', reason: 'a test' },
    fuseWeight: { given: 0.5, bm25: 0.5 },
    timings: { queue: 0, load: 0, tokenize: 0, score: 1 },
  })
}
const handle = createHandler({ serve, models: ['m'], window: 512, maxDocuments: 50, maxBodyBytes: 100_000 })

async function post(path: string, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await handle(new Request(new URL(path, 'http://host'), { method: 'POST', body: text }))
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
const DOCUMENTS = ['a', 'ccc', 'bb']

describe('the superset', () => {
  test.each(['/v1/rerank', '/rerank', '/v1/reranking', '/reranking', '/some/base/v1/rerank', '/v1/rerank/'])(
    'answers at %s',
    async (path) => {
      const { status, body } = await post(path, { query: 'q', documents: DOCUMENTS })
      expect(status).toBe(200)
      expect(body.results.map((result: { index: number }) => result.index)).toEqual([1, 2, 0])
      expect(body.results[0].document).toEqual({ text: 'ccc' })
      expect(body.usage).toEqual({ prompt_tokens: 9, completion_tokens: 0, total_tokens: 9 })
    },
  )
  test('times are in a header', async () => {
    const { headers } = await post('/v1/rerank', { query: 'q', documents: DOCUMENTS })
    expect(headers.get('server-timing')).toMatch(/^device;desc=wasm, queue;dur=0\.0.*score;dur=1\.0$/)
  })
})

describe('Cohere v2', () => {
  test('answers indices and scores alone', async () => {
    const request = { query: 'q', documents: DOCUMENTS, top_n: 2, return_documents: true, priority: 3 }
    const { status, body } = await post('/v2/rerank', request)
    expect(status).toBe(200)
    expect(body.results).toEqual([
      { index: 1, relevance_score: sigmoid(3) },
      { index: 2, relevance_score: sigmoid(2) },
    ])
    expect(body.meta).toEqual({
      api_version: { version: '2', is_experimental: false },
      billed_units: { search_units: 0 },
      warnings: ['priority has no effect on this model'],
    })
  })
  test.each([
    [{ query: 'q', documents: [] }, 400, 'invalid request: list of documents must not be empty'],
    [{ query: ' ', documents: ['a'] }, 400, 'invalid request: query must not be empty or blank'],
    [{ query: 'q', documents: ['a'], model: 'xyz' }, 404, "model 'xyz' not found"],
    ['{', 400, 'invalid request: the body is no JSON'],
    ['[]', 400, 'invalid request: the body must be a JSON object'],
    [{ query: 'q', documents: Array(51).fill('a') }, 413, '50'],
  ])('refuses %j', async (request, status, message) => {
    const answer = await post('/v2/rerank', request)
    expect(answer.status).toBe(status)
    expect(Object.keys(answer.body)).toEqual(['id', 'message'])
    expect(answer.body.message).toContain(message)
  })
})

describe('Voyage', () => {
  test.each([
    ['/v1/rerank', { top_k: 2 }],
    ['/v1/rerank', { top_k: 2, truncation: true }],
    ['/voyage/v1/rerank', { top_k: 2 }],
    ['https://api.voyageai.com/v1/rerank', { top_k: 2 }],
  ])('answers at %s with %j', async (path, fields) => {
    const { status, body } = await post(path, { query: 'q', documents: DOCUMENTS, model: 'm', ...fields })
    expect(status).toBe(200)
    const { webrerank: _, ...answer } = body
    expect(answer).toEqual({
      object: 'list',
      data: [
        { index: 1, relevance_score: sigmoid(3) },
        { index: 2, relevance_score: sigmoid(2) },
      ],
      model: 'm',
      usage: { total_tokens: 9 },
    })
  })
  test('an address of Voyage needs no top_k; documents are bare strings', async () => {
    const request = { query: 'q', documents: DOCUMENTS, return_documents: true }
    const { body } = await post('/voyage/v1/rerank', request)
    expect(body.data.map((item: { document: string }) => item.document)).toEqual(['ccc', 'bb', 'a'])
  })
  test.each([
    [{ query: 'q', documents: ['a'], top_k: 0 }, 'top_k must be an integer'],
    [{ query: 'q', documents: [], top_k: 1 }, 'documents must not be empty'],
    [{ query: 'q', documents: ['a'], top_k: 1, truncation: 'no' }, 'truncation must be true or false'],
    [{ query: 'q', documents: ['a'], top_k: 1, model: 'xyz' }, 'Model xyz is not supported'],
  ])('refuses %j', async (request, message) => {
    const { status, body } = await post('/v1/rerank', request)
    expect(status).toBe(400)
    expect(Object.keys(body)).toEqual(['detail'])
    expect(body.detail).toContain(message)
  })
})

describe('TEI', () => {
  test('answers a bare array', async () => {
    const plain = await post('/rerank', { query: 'q', texts: DOCUMENTS })
    expect(plain.body).toEqual([
      { index: 1, score: sigmoid(3) },
      { index: 2, score: sigmoid(2) },
      { index: 0, score: sigmoid(1) },
    ])
    const rich = await post('/rerank', { query: 'q', texts: DOCUMENTS, raw_scores: true, return_text: true })
    expect(rich.body[0]).toEqual({ index: 1, score: 3, text: 'ccc' })
  })
  test.each([
    [{ query: 'q', texts: [] }, 400, 'Empty', '`texts` cannot be empty'],
    [{ query: 'q', texts: [1] }, 422, 'Validation', 'texts[0]'],
    [{ query: '', texts: ['a'] }, 422, 'Validation', 'query'],
    [{ query: 'q', texts: ['a'], return_text: 1 }, 422, 'Validation', 'return_text'],
    [{ query: 'q', texts: ['a'], truncation_direction: 'Left' }, 422, 'Validation', 'truncation_direction'],
    [
      { query: 'q', texts: ['a'], truncation_direction: { toString: 1 } },
      422,
      'Validation',
      'truncation_direction',
    ],
    [{ query: 'q', texts: Array(51).fill('a') }, 413, 'Validation', 'texts'],
  ])('refuses %j', async (request, status, type, message) => {
    const answer = await post('/rerank', request)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({ error: expect.stringContaining(message), error_type: type })
  })
})

describe('vLLM score', () => {
  const scores = (body: { data: { score: number }[] }) => body.data.map((item) => item.score)
  test('one against many, in the order given', async () => {
    const { status, body } = await post('/v1/score', { text_1: 'q', text_2: DOCUMENTS })
    expect(status).toBe(200)
    expect(body.data[1]).toEqual({ index: 1, object: 'score', score: sigmoid(3) })
    expect(scores(body)).toEqual([1, 3, 2].map(sigmoid))
    expect(body.usage.total_tokens).toBe(9)
  })
  test('pair by pair, as logits', async () => {
    const request = { text_1: ['q', 'r', 's'], text_2: DOCUMENTS, use_activation: false }
    const { body, headers } = await post('/score', request)
    expect(scores(body)).toEqual([1, 3, 2])
    expect(headers.get('server-timing')).toContain('score;dur=3.0')
  })
  test('pairs of one query are one request', async () => {
    const asked: unknown[] = []
    const counting = createHandler({
      serve(body, signal) {
        asked.push((body as { query: string }).query)
        return serve(body, signal)
      },
      maxDocuments: 50,
      maxBodyBytes: 1000,
    })
    const body = JSON.stringify({ text_1: ['q', 'r', 'q'], text_2: DOCUMENTS })
    const response = await counting(new Request('http://host/score', { method: 'POST', body }))
    expect(scores(await response.json())).toEqual([1, 3, 2].map(sigmoid))
    expect(asked).toEqual(['q', 'r'])
  })
  test('one pair, and the later names', async () => {
    expect(scores((await post('/score', { text_1: 'q', text_2: 'ab' })).body)).toEqual([sigmoid(2)])
    expect(scores((await post('/score', { queries: 'q', documents: ['a'] })).body)).toEqual([sigmoid(1)])
  })
  test.each([
    [{ text_1: ['q', 'r'], text_2: DOCUMENTS }, 400, 'text_1'],
    [{ text_1: 'q' }, 400, 'text_2'],
    [{ text_1: '', text_2: 'a' }, 400, 'text_1'],
    [{ text_1: 'q', text_2: ['a', 4] }, 400, 'text_2'],
    [{ text_1: 'q', text_2: Array(51).fill('a') }, 413, 'text_2'],
    [{ text_1: 'q', text_2: 'a', model: 'xyz' }, 404, 'model'],
  ])('refuses %j', async (request, status, param) => {
    const answer = await post('/score', request)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toMatchObject({ param, code: status, message: expect.any(String) })
  })
})

describe('paths and methods', () => {
  const get = (path: string) => handle(new Request(`http://host${path}`))
  test('GET /v1/models lists what may be asked for', async () => {
    const response = await get('/v1/models')
    expect(await response.json()).toEqual({
      object: 'list',
      data: [expect.objectContaining({ id: 'm', object: 'model', created: 0, owned_by: 'webrerank' })],
    })
  })
  test.each(['/v1/rerank', '/v2/rerank', '/score', '/rerank'])('GET %s is 405', async (path) => {
    const response = await get(path)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })
  test('POST /v1/models is 405', async () => {
    const { status, headers } = await post('/v1/models', {})
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
  test.each(['/v1/models/m', '/base/v1/models/m', '//v1//models/m/'])(
    'GET %s describes one model',
    async (path) => {
      const response = await get(path)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ id: 'm', object: 'model', model_type: 'rerank' })
    },
  )
  test('the slash of an id may be encoded or not', async () => {
    const named = createHandler({ serve, models: ['a/b'], maxDocuments: 1, maxBodyBytes: 10 })
    for (const id of ['a/b', 'a%2Fb'])
      expect((await named(new Request(`http://host/v1/models/${id}`))).status).toBe(200)
  })
  test.each(['/v1/models/none', '/v1/models/%'])('GET %s is 404', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect((await response.json()).error.code).toBe('model_not_found')
  })
  test('GET /info says what kind of model there is, as text-embeddings-inference does', async () => {
    const response = await get('/info')
    expect(response.status).toBe(200)
    const info = await response.json()
    expect(info).toMatchObject({ model_id: 'm', max_client_batch_size: 50, max_input_length: 512 })
    expect(Object.keys(info.model_type)).toEqual(['reranker'])
    expect((await post('/info', {})).status).toBe(405)
  })
  test.each(['/v1/models', '/v1/models/m', '/info'])(
    'HEAD %s answers as GET, without a body',
    async (path) => {
      const response = await handle(new Request(`http://host${path}`, { method: 'HEAD' }))
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
      expect(await response.text()).toBe('')
    },
  )
  test('HEAD of a path that is posted to is 405', async () => {
    const response = await handle(new Request('http://host/v1/rerank', { method: 'HEAD' }))
    expect(response.status).toBe(405)
  })
  test.each(['//rerank', '/v1//rerank', '//v1/rerank//', '/v2//rerank'])(
    '%s is the path it means',
    async (path) => {
      const response = await handle(
        new Request(`http://host${path}`, { method: 'POST', body: '{"query":"q","documents":["a"]}' }),
      )
      expect(response.status).toBe(200)
    },
  )
  test.each(['/', '/v1', '/v1/rerank/more', '/v3/rerank', '/v2/score', '/v2/models', '/rerank.json'])(
    '%s is 404',
    async (path) => {
      expect((await post(path, {})).status).toBe(404)
    },
  )
})

test('a body over the limit is refused before it is read to its end', async () => {
  const { status, body } = await post('/v1/rerank', { query: 'q', documents: ['x'.repeat(100_001)] })
  expect(status).toBe(413)
  expect(body.error.message).toContain('100000')
})

describe('a body that cannot be read', () => {
  const send = async (body: BodyInit, headers: Record<string, string> = {}) => {
    const response = await handle(new Request('http://host/v1/rerank', { method: 'POST', body, headers }))
    return { status: response.status, message: (await response.json()).message as string }
  }
  const nested = (levels: number) =>
    `{"query":"q","documents":["a"],"x":${'['.repeat(levels)}${']'.repeat(levels)}}`

  test('one that declares a length over the limit is refused unread', async () => {
    let read = false
    const stream = new ReadableStream(
      {
        pull(controller) {
          read = true
          controller.enqueue(new Uint8Array(10))
        },
      },
      { highWaterMark: 0 },
    )
    const request = new Request('http://host/v1/rerank', {
      ...{ method: 'POST', body: stream, headers: { 'content-length': '1000000000000' } },
      ...({ duplex: 'half' } as object),
    })
    expect((await handle(request)).status).toBe(413)
    expect(read).toBe(false)
  })
  test('bytes that are no UTF-8', async () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode('{"query":"q","documents":["a'),
      0xff,
      0x22,
      0x5d,
      0x7d,
    ])
    expect(await send(bytes)).toEqual({ status: 400, message: 'the body is no UTF-8' })
  })
  test('an encoding', async () => {
    const json = '{"query":"q","documents":["a"]}'
    expect((await send(json, { 'content-encoding': 'gzip' })).status).toBe(415)
    expect((await send(json, { 'content-encoding': 'identity' })).status).toBe(200)
  })
  test('a nesting that would take minutes to parse', async () => {
    expect((await send(nested(60))).status).toBe(200)
    for (const levels of [64, 40_000])
      expect(await send(nested(levels))).toEqual({
        status: 400,
        message: 'the body is nested deeper than 64 levels',
      })
    // Brackets in a string are text.
    expect(
      (await send(JSON.stringify({ query: '['.repeat(500), documents: ['\\"[[{'.repeat(99)] }))).status,
    ).toBe(200)
  })
  test('more values than a request can have', async () => {
    const wide = createHandler({ serve, maxDocuments: 1, maxBodyBytes: 10_000_000 })
    const body = `{"query":"q","documents":["a"],"x":[${'{},'.repeat(100_000)}{}]}`
    const response = await wide(new Request('http://host/rerank', { method: 'POST', body }))
    expect([response.status, (await response.json()).message]).toEqual([
      413,
      'the body has more than 100100 values',
    ])
  })
})

test.each([
  [{ documents: ['a'] }, 'query is required'],
  [{ query: { text: 'q' }, documents: ['a'] }, 'query must be a string'],
])('%j: %s', async (request, message) => {
  expect((await post('/v1/rerank', request)).body.message).toBe(message)
})

test('booleans may come as text, as some clients send them', async () => {
  const { body } = await post('/v1/rerank', { query: 'q', documents: ['a'], return_documents: 'false' })
  expect(body.results[0]).not.toHaveProperty('document')
  expect((await post('/v1/rerank', { query: 'q', documents: ['a'], return_documents: 'yes' })).status).toBe(
    400,
  )
})

test('truncation beside top_n is not Voyage’s form', async () => {
  const { body } = await post('/v1/rerank', { query: 'q', documents: DOCUMENTS, top_n: 2, truncation: true })
  expect(body.results).toHaveLength(2)
})

test('an aborted request rejects with the reason', async () => {
  const signal = AbortSignal.abort(new Error('mine'))
  const request = new Request('http://host/v1/rerank', { method: 'POST', body: '{}', signal })
  await expect(handle(request)).rejects.toThrow('mine')
})
