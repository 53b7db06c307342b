import { expectTypeOf, test } from 'vitest'
import { createReranker, isRerankError, type RerankErrorCode, type RerankResponse, rerank } from './index.js'

test('rerank and fetch are fetch', () => {
  expectTypeOf(rerank).toExtend<typeof fetch>()
  expectTypeOf(createReranker().fetch).toEqualTypeOf<typeof fetch>()
})

test('a request needs a query and documents, and answers the wire', () => {
  const { rank } = createReranker()
  expectTypeOf(rank({ query: 'a', documents: ['b', { text: 'c' }] })).resolves.toEqualTypeOf<RerankResponse>()
  rank({ query: 'a', documents: ['b'] }, { explain: true })
  // @ts-expect-error a load has nothing to explain
  createReranker().load({ explain: true })
  // @ts-expect-error documents are missing
  rank({ query: 'a' })
  // @ts-expect-error a document is no number
  rank({ query: 'a', documents: [1] })
  // @ts-expect-error no such device
  createReranker({ device: 'cuda' })
})

test('an error has a code of a closed set', () => {
  const error: unknown = undefined
  if (isRerankError(error)) {
    expectTypeOf(error.code).toEqualTypeOf<RerankErrorCode>()
    expectTypeOf(error.param).toEqualTypeOf<string | undefined>()
  }
})
