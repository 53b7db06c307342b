import { describe, expect, test } from 'vitest'
import { handle, post, serveByLength } from '../../fixtures/wire/by-length.js'
import { createHandler } from './handler.js'

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
    const named = createHandler({ serve: serveByLength, models: ['a/b'], maxDocuments: 1, maxBodyBytes: 10 })
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
  const { body } = await post('/v1/rerank', {
    query: 'q',
    documents: ['a', 'ccc', 'bb'],
    top_n: 2,
    truncation: true,
  })
  expect(body.results).toHaveLength(2)
})

test('an aborted request rejects with the reason', async () => {
  const signal = AbortSignal.abort(new Error('mine'))
  const request = new Request('http://host/v1/rerank', { method: 'POST', body: '{}', signal })
  await expect(handle(request)).rejects.toThrow('mine')
})
