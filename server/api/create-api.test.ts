import { expect, test } from 'vitest'
import { createApi } from './create-api.js'
import { createReranker } from './reranker.js'

test('a model that is in no catalogue is refused where the API is made', () => {
  expect(() => createApi({ models: ['webrerank/tiny-en', 'nope'] })).toThrow(
    expect.objectContaining({ code: 'model_not_found', param: 'model' }),
  )
})

test.each([
  [{ runtime: 'gpu' }, 'runtime'],
  [{ runtime: 5 }, 'runtime'],
  [{ threads: 0 }, 'threads'],
])('%j is refused by name', (options, param) => {
  const refusal = expect.objectContaining({ code: 'invalid_request', param })
  expect(() => createReranker(options as never)).toThrow(refusal)
  expect(() => createApi(options as never)).toThrow(refusal)
})
