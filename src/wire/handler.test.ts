import { describe, expect, test, vi } from 'vitest'
import { handle, post, serveByLength } from '../../fixtures/wire/by-length.js'
import { RerankError } from '../protocol/errors.js'
import { respondWithEvents, type States } from './event-stream.js'
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

describe('server-sent events', () => {
  const ask = (body: object, open?: (body: unknown, signal: AbortSignal) => States) =>
    createHandler({
      serve: serveByLength,
      stream:
        open &&
        ((body, signal, toError) => respondWithEvents((signal) => open(body, signal), signal, toError)),
      ...{ maxDocuments: 9, maxBodyBytes: 1000 },
    })(new Request('http://host/v1/rerank', { method: 'POST', body: JSON.stringify(body) }))
  const BODY = { model: 'm', query: 'q', documents: ['a', 'bb'], stream: true }
  async function* states(body: unknown) {
    yield await serveByLength(body, new AbortController().signal)
    yield await serveByLength(body, new AbortController().signal)
  }

  test('a state is an event, without documents unless they are asked for', async () => {
    for (const return_documents of [undefined, true]) {
      const response = await ask({ ...BODY, return_documents }, states)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
      const events = (await response.text()).split('\n\n')
      expect(events).toHaveLength(3)
      const { results } = JSON.parse(events[1]!.replace(/^data: /, ''))
      expect(results[0].document).toEqual(return_documents && { text: 'bb' })
    }
  })
  test('what is wrong with the request has a status, and a later failure is an event', async () => {
    const refused = await ask({ ...BODY, query: '' }, states)
    expect([refused.status, (await refused.json()).error.param]).toEqual([400, 'query'])
    const broken = await ask(BODY, async function* (body) {
      yield* states(body)
      throw new RerankError('out_of_memory', 'no room')
    })
    const events = (await broken.text()).split('\n\n')
    expect(events.at(-2)).toMatch(/^event: error\ndata: \{.*"code":"out_of_memory"/)
  })
  test('whoever stops reading ends the ranking', async () => {
    let reason: unknown
    let left = false
    const response = await ask(BODY, async function* (body, signal) {
      signal.addEventListener('abort', () => (reason = signal.reason))
      try {
        yield* states(body)
      } finally {
        left = true
      }
    })
    await response.body!.cancel('enough')
    expect([reason, left]).toEqual(['enough', true])
  })
  test('a request that was aborted before is not ranked', async () => {
    const open = vi.fn()
    await expect(respondWithEvents(open, AbortSignal.abort('mine'), String)).rejects.toBe('mine')
    expect(open).not.toHaveBeenCalled()
  })
  test.each([
    [{ ...BODY, stream: 'yes' }, states, 'stream must be true or false'],
    [BODY, undefined, 'stream is not possible here'],
  ])('%j is refused', async (body, stream, message) => {
    const response = await ask(body, stream)
    expect([response.status, (await response.json()).message]).toEqual([400, message])
  })
  test('it is off unless asked for', async () => {
    for (const stream of [false, null, 'false']) {
      const response = await ask({ ...BODY, stream }, states)
      expect(response.headers.get('content-type')).toBe('application/json')
    }
  })
})
