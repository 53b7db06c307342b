import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createForwarder, type Forwarder } from '../src/client/upstream.js'
import { isRerankError } from '../src/protocol/errors.js'
import { parseRequest } from '../src/wire/request.js'
import { campaign } from './support/campaign.js'
import { anyText } from './support/texts.js'

/** What an upstream may answer: anything. Its answer is a true `Response`; the way to it is left out. */

const platformFetch = globalThis.fetch
let answer = () => new Response()
beforeAll(() => {
  globalThis.fetch = async () => answer()
})
afterAll(() => {
  globalThis.fetch = platformFetch
})

const number = fc.oneof(
  fc.constantFrom<unknown>(0, 1, -0, -1, 0.5, 2, 1e308, -1e308, 5e-324, null, '1', true, 'NaN'),
  fc.double(),
  fc.integer({ min: -3, max: 5 }),
)
const item = fc.oneof(
  { weight: 8, arbitrary: fc.record({ index: number, relevance_score: number }) },
  { weight: 3, arbitrary: fc.record({ index: number, score: number }) },
  { weight: 1, arbitrary: fc.jsonValue() },
)
/** A right ranking of three documents, whose scores may be of any size. */
const ranking = fc
  .tuple(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 1, 0.5, -40, 40),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map((scores) => scores.map((relevance_score, index) => ({ index, relevance_score })))
const list = fc.oneof(ranking, fc.array(item, { maxLength: 5 }))
const usage = fc.oneof(fc.jsonValue(), fc.record({ total_tokens: number }))
const body = fc.oneof(
  { weight: 4, arbitrary: fc.record({ results: list, usage }, { requiredKeys: ['results'] }) },
  { weight: 2, arbitrary: fc.record({ data: list }) },
  { weight: 2, arbitrary: list },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.record({ error: fc.jsonValue(), message: fc.jsonValue() }) },
)
const written = fc.oneof(
  { weight: 8, arbitrary: body.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: body.map((value) => JSON.stringify(value).replaceAll('null', '1e400')) },
  { weight: 1, arbitrary: anyText() },
  { weight: 1, arbitrary: fc.nat({ max: 300 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)) },
)

const status = fc.constantFrom(200, 200, 200, 200, 201, 301, 307, 400, 401, 413, 422, 429, 500, 503)
const REQUEST = { query: 'q', documents: ['a', 'b', 'c'] }

test('any answer: a ranking as ours are, or upstream_failed', async () => {
  await fc.assert(
    fc.asyncProperty(written, status, fc.boolean(), async (text, status, raw_scores) => {
      answer = () => new Response(text, { status })
      const body = { ...REQUEST, raw_scores }
      const asked = { request: parseRequest(body, 10), body, explain: undefined }
      const upstream = { url: 'http://upstream.example/', when: 'always' as const, retries: 0 }
      const outcome = await createForwarder(upstream)
        .rank(
          'm',
          asked,
          () => Promise.reject(),
          (work) => work(),
        )
        .catch((error: unknown) => error)
      if (outcome instanceof Error) {
        if (!isRerankError(outcome)) throw outcome
        expect(['upstream_failed', 'invalid_request']).toContain(outcome.code)
        if (outcome.code === 'invalid_request') expect([400, 413, 422]).toContain(status)
        return
      }
      expect([200, 201]).toContain(status)
      const { results, usage } = outcome as Awaited<ReturnType<Forwarder['rank']>>
      expect(results.map(({ index }) => index).sort()).toEqual([0, 1, 2])
      expect(Number.isSafeInteger(usage.total_tokens) && usage.total_tokens >= 0).toBe(true)
      let last = Number.POSITIVE_INFINITY
      for (const { relevance_score } of results) {
        expect(Number.isFinite(relevance_score)).toBe(true)
        if (!raw_scores) expect(relevance_score > 0 && relevance_score < 1).toBe(true)
        expect(relevance_score).toBeLessThanOrEqual(last)
        last = relevance_score
      }
    }),
    campaign(),
  )
})
