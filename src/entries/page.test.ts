import { expect, test } from 'vitest'
import { createReranker, rerank } from './page.js'

const REQUEST = { query: 'a', documents: ['b'] }

test('where there are no workers, as on a server that writes pages, calls say what to import', async () => {
  expect('Worker' in globalThis).toBe(false)
  const reranker = createReranker()
  expect(await reranker.availability()).toBe('unavailable')
  await expect(reranker.rank(REQUEST)).rejects.toMatchObject({
    code: 'unsupported_device',
    retryable: false,
    message: expect.stringContaining('webrerank/server'),
  })
  const body = JSON.stringify({ ...REQUEST, model: 'webrerank/tiny-en' })
  expect((await rerank('/v1/rerank', { method: 'POST', body })).status).toBe(501)
  reranker.dispose()
})

test('a worker of the caller’s own making is one', async () => {
  const reranker = createReranker({ worker: () => ({}) as Worker })
  expect(await reranker.availability()).toBe('available')
})
