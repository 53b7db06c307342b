import { describe, expect, test } from 'vitest'
import { post, serveByLength } from '../../../fixtures/wire/by-length.js'
import { createHandler } from '../handler.js'

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
    ['{', 400, 'invalid request: the body is not valid JSON'],
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
        return serveByLength(body, signal)
      },
      maxDocuments: 50,
      maxBodyBytes: 1000,
    })
    const body = JSON.stringify({ text_1: ['q', 'r', 'q'], text_2: DOCUMENTS })
    const response = await counting(new Request('http://host/score', { method: 'POST', body }))
    expect(scores(await response.json())).toEqual([1, 3, 2].map(sigmoid))
    expect(asked).toEqual(['q', 'r'])
  })
  test('pairs of which some were scored here and others upstream have no comparable scores', async () => {
    const mixed = createHandler({
      async serve(body, signal) {
        const response = await serveByLength(body, signal)
        const isUpstream = (body as { query: string }).query === 'r'
        return isUpstream
          ? { ...response, webrerank: { ...response.webrerank, device: 'upstream' as const } }
          : response
      },
      maxDocuments: 50,
      maxBodyBytes: 1000,
    })
    const score = async (text_1: string[]) => {
      const body = JSON.stringify({ text_1, text_2: DOCUMENTS })
      return mixed(new Request('http://host/score', { method: 'POST', body }))
    }
    expect((await score(['q', 's', 'q'])).status).toBe(200)
    expect((await score(['r', 'r', 'r'])).status).toBe(200)
    const refused = await score(['q', 'r', 'q'])
    expect([refused.status, (await refused.json()).error.message]).toEqual([
      502,
      expect.stringContaining('cannot be compared'),
    ])
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
