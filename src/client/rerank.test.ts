import { expect, test } from 'vitest'
import { createRerank } from './rerank.js'
import type { Reranker } from './types.js'

test('a reranker is made for each model, once, and none for a name that nobody knows', async () => {
  const made: unknown[] = []
  const rerank = createRerank(({ model }) => {
    made.push(model)
    return { rank: () => Promise.reject(new Error('not here')) } as Partial<Reranker> as Reranker
  })
  const ask = async (model: string) => {
    const body = JSON.stringify({ model, query: 'q', documents: ['a'] })
    return (await (await rerank('http://host/v1/rerank', { method: 'POST', body })).json()).error.code
  }
  for (let i = 0; i < 20; i++) expect(await ask(`unknown-${i}`)).toBe('model_not_found')
  expect(made).toEqual([])
  for (let i = 0; i < 3; i++) expect(await ask('webrerank/tiny-en')).toBe('inference_failed')
  expect(made).toEqual(['webrerank/tiny-en'])
})
