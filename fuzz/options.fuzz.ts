import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCascade } from '../src/client/cascade.js'
import { checkOptions, readTexts } from '../src/client/check-options.js'
import { createDeadline } from '../src/client/deadline.js'
import type { CascadeOptions, RerankerOptions } from '../src/client/types.js'
import { isRerankError } from '../src/protocol/errors.js'
import { createSearch } from '../src/search/search.js'
import { parseRequest } from '../src/wire/request.js'
import { campaign } from './support/campaign.js'

/** Options and requests of a caller without types: each is taken as it reads, or refused by the name of its member. */

const odd: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(undefined, null, true, 0, -1, 1.5, 2 ** 31, '', 'auto') },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(NaN, Infinity, -Infinity, 1n, Symbol('s'), () => {}, []) },
  {
    weight: 1,
    arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  },
)

/** @returns the error of ours, or nothing */
function refusal(work: () => unknown): { code: string; param: string | null } | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (!isRerankError(error)) throw error
    const { code, param } = error
    return { code, param: param ?? null }
  }
}

const MEMBERS = [
  ...['device', 'timeout', 'startTimeout', 'watchdog', 'idleTimeout', 'stallTimeout'],
  ...['maxDocuments', 'maxBodyBytes', 'maxQueue', 'host'],
]

test('of a reranker', () => {
  const options = fc.dictionary(fc.constantFrom(...MEMBERS), odd, { maxKeys: 4 })
  fc.assert(
    fc.property(options, (options) => {
      const refused = refusal(() => checkOptions(options as RerankerOptions))
      if (!refused) return
      expect(refused.code).toBe('invalid_request')
      expect(Object.keys(options)).toContain(refused.param)
    }),
    campaign({ gate: 100_000, share: 0.3 }),
  )
})

test('of a cascade, of a reranker and of a request; of a deadline', () => {
  const fields = fc.oneof(odd, fc.dictionary(fc.constantFrom('first', 'keep'), odd))
  fc.assert(
    fc.property(fields, fields, odd, (option, cascade, time) => {
      for (const [work, codes, param] of [
        [
          () => readCascade('m', option as CascadeOptions, cascade),
          ['invalid_request', 'model_not_found'],
          /^cascade/,
        ],
        [() => createDeadline(time), ['invalid_request'], /^deadline$/],
      ] as const) {
        const refused = refusal(work)
        if (!refused) continue
        expect(codes).toContain(refused.code)
        expect(refused.param).toMatch(param)
      }
    }),
    campaign({ gate: 3000, share: 0.05 }),
  )
})

test('of a search', () => {
  const members = ['candidates', 'limit', 'rest', 'timeout', 'sentences', 'readingTime']
  const options = fc.dictionary(fc.constantFrom(...members), odd, { maxKeys: 3 })
  fc.assert(
    fc.property(options, (options) => {
      const firstStage = async () => []
      const refused = refusal(() => createSearch({ ...options, firstStage } as never).dispose())
      if (refused)
        expect([refused.code, Object.keys(options)]).toEqual([
          'invalid_request',
          expect.arrayContaining([refused.param]),
        ])
    }),
    campaign({ gate: 3000, share: 0.05 }),
  )
})

test('documents of a corpus, with holes and things that are no texts', () => {
  const holes = fc
    .tuple(fc.nat({ max: 20 }), fc.array(odd, { maxLength: 5 }))
    .map(([length, values]) => Object.assign(new Array(length), values))
  fc.assert(
    fc.property(fc.oneof(holes, odd, fc.array(fc.string())), (documents) => {
      const texts = (documents: unknown) =>
        Array.isArray(documents) && [...documents].every((text) => typeof text === 'string')
      const refused = refusal(() => readTexts(documents))
      expect(refused === undefined).toBe(texts(documents))
      if (refused) expect(refused).toEqual({ code: 'invalid_request', param: 'documents' })
    }),
    campaign({ gate: 100_000, share: 0.3 }),
  )
})

test('a request of a caller in the page, which no JSON bounds', () => {
  const members = [
    'query',
    'documents',
    'top_n',
    'return_documents',
    'raw_scores',
    'fuse',
    'truncate',
    'model',
  ]
  const body = fc.dictionary(fc.constantFrom(...members, 'overlap_tokens', 'max_chunks_per_doc'), odd, {
    maxKeys: 6,
  })
  fc.assert(
    fc.property(body, fc.boolean(), (body, right) => {
      const request = right ? { query: 'q', documents: ['a', 'b'], ...body } : body
      const refused = refusal(() => parseRequest(request, 50))
      if (refused) expect(['invalid_request', 'too_many_documents']).toContain(refused.code)
    }),
    campaign({ gate: 100_000, share: 0.3 }),
  )
})
