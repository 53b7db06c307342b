import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { RerankError } from '../protocol/errors.js'
import { createSearch } from './search.js'
import type { Hit, SearchReranker, SearchState } from './types.js'

const hitsOf = (query: string, count = 4): Hit[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${query}/${i}`, text: `${query} ${i}` }))

const answer = (results: { index: number; relevance_score: number }[]) => ({ results })

/** Turns the order of the documents around. */
const reversing: SearchReranker = {
  rank: async ({ documents }) =>
    answer(documents.map((_, i) => ({ index: documents.length - 1 - i, relevance_score: 0.9 - i / 10 }))),
}
const failing = (error: unknown): SearchReranker => ({ rank: () => Promise.reject(error) })
const ids = (state: SearchState | undefined) => state?.results.map(({ id }) => id)
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('createSearch', () => {
  test('shows the first stage at once, then the reranker’s order', async () => {
    const search = createSearch({ firstStage: (query) => hitsOf(query), reranker: reversing, rest: 0 })
    const seen: [string, string | undefined][] = []
    search.state.subscribe(({ status, results }) => seen.push([status, results[0]?.id]))
    const state = await search.query('a')
    expect(state).toMatchObject({ status: 'done', reranked: true, model: 'ready' })
    expect(ids(state)).toEqual(['a/3', 'a/2', 'a/1', 'a/0'])
    expect(state!.results[0]).toMatchObject({ rank: 3, relevance: 0.9 })
    expect(state!.timings).toEqual({ firstStage: expect.any(Number), rerank: expect.any(Number) })
    expect(seen.map(([status]) => status)).toEqual(['searching', 'lexical', 'lexical', 'reranking', 'done'])
    expect(seen[1]).toEqual(['lexical', 'a/0'])
    expect(seen.at(-1)).toEqual(['done', 'a/3'])
  })

  test.each([
    ['a RerankError', failing(new RerankError('worker_crashed', 'gone')), 'worker_crashed'],
    ['no consent', failing(new RerankError('download_not_allowed', 'ask')), 'download_not_allowed'],
    ['any error', failing(new Error('oops')), 'failed'],
    ['a reranker that never answers', { rank: () => new Promise<never>(() => {}) }, 'timeout'],
    [
      'an index that is none',
      { rank: async () => answer([{ index: 9, relevance_score: 1 }]) },
      'inference_failed',
    ],
    [
      'an index twice',
      {
        rank: async () =>
          answer([
            { index: 0, relevance_score: 1 },
            { index: 0, relevance_score: 1 },
          ]),
      },
      'inference_failed',
    ],
    ['no reranker', undefined, 'no_reranker'],
  ])('%s leaves the first stage’s order and says why', async (_, reranker, code) => {
    const search = createSearch({ firstStage: (query) => hitsOf(query), reranker, rest: 0, timeout: 50 })
    const state = await search.query('a', { rerank: 'now' })
    expect(state).toMatchObject({ status: 'done', reranked: false, reason: { code } })
    expect(ids(state)).toEqual(['a/0', 'a/1', 'a/2', 'a/3'])
    expect(state).not.toHaveProperty('progress')
  })

  test('the same query tries again after a failure, and asks the first stage no second time', async () => {
    let [searched, asked] = [0, 0]
    const search = createSearch({
      firstStage: (query) => {
        searched++
        return hitsOf(query)
      },
      reranker: {
        rank: (...rest) => (asked++ === 0 ? Promise.reject(new Error()) : reversing.rank(...rest)),
      },
    })
    expect(await search.query('a', { rerank: 'now' })).toMatchObject({ reranked: false })
    const state = await search.query(' a ', { rerank: 'now' })
    expect(state).toMatchObject({ reranked: true })
    expect(state).not.toHaveProperty('reason')
    expect(searched).toBe(1)
  })

  test('Enter does not wait for typing to rest, nor begin a second time', async () => {
    let asked = 0
    const rank: SearchReranker['rank'] = (...rest) => {
      asked++
      return reversing.rank(...rest)
    }
    const search = createSearch({ firstStage: (query) => hitsOf(query), reranker: { rank }, rest: 1_000_000 })
    const resting = search.query('a')
    await wait(5)
    expect(search.state.get().status).toBe('lexical')
    expect(await search.query('a', { rerank: 'now' })).toMatchObject({ reranked: true })
    expect(await resting).toBe(search.state.get())
    expect(asked).toBe(1)
  })

  test('a newer query aborts both stages of the older', async () => {
    const aborted: string[] = []
    const follow = (name: string, signal?: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal!.addEventListener('abort', () => {
          aborted.push(name)
          reject(signal!.reason)
        })
      })
    const search = createSearch({
      firstStage: (query, { signal }) => (query === 'a' ? follow('first', signal) : hitsOf(query)),
      reranker: {
        rank: (body, options) =>
          body.query === 'b' ? follow('rank', options?.signal) : reversing.rank(body),
      },
    })
    const a = search.query('a', { rerank: 'now' })
    await wait(1)
    const b = search.query('b', { rerank: 'now' })
    await wait(5)
    const c = await search.query('c', { rerank: 'now' })
    expect(await Promise.all([a, b])).toEqual([undefined, undefined])
    expect(aborted).toEqual(['first', 'rank'])
    expect(ids(c)?.[0]).toBe('c/3')
  })

  test('a failing first stage is an error, and the next query starts anew', async () => {
    let fail = true
    const search = createSearch({
      firstStage: (query) => {
        if (fail) throw new Error('no index')
        return hitsOf(query)
      },
    })
    expect(await search.query('a')).toMatchObject({
      status: 'error',
      results: [],
      error: new Error('no index'),
    })
    fail = false
    expect(await search.query('a', { rerank: false })).toMatchObject({
      status: 'done',
      reason: { code: 'not_asked' },
    })
  })

  test('warmUp loads what is here; what is not waits for load(), after which results are reranked', async () => {
    let here = false
    const reranker: SearchReranker = {
      availability: async () => (here ? 'available' : 'downloadable'),
      load: async () => {
        here = true
      },
      rank: (...rest) =>
        here ? reversing.rank(...rest) : Promise.reject(new RerankError('download_not_allowed', '')),
    }
    const search = createSearch({ firstStage: (query) => hitsOf(query), reranker })
    await search.warmUp()
    expect(search.state.get().model).toBe('needs_consent')
    expect(await search.query('a', { rerank: 'now' })).toMatchObject({
      reranked: false,
      model: 'needs_consent',
    })
    expect(await search.load()).toBe(true)
    expect(search.state.get()).toMatchObject({ reranked: true, model: 'ready', query: 'a' })
  })

  test('an empty query is idle, dispose ends all', async () => {
    const search = createSearch({ firstStage: (query) => hitsOf(query), reranker: reversing })
    await search.query('a', { rerank: 'now' })
    expect(await search.query('  ')).toMatchObject({ status: 'idle', results: [] })
    const cancelled = search.query('b')
    search.cancel()
    expect(await cancelled).toBeUndefined()
    expect(search.state.get()).toMatchObject({ status: 'done', reason: { code: 'cancelled' } })
    const pending = search.query('b')
    search.dispose()
    expect(await pending).toBeUndefined()
    expect(await search.query('c')).toBeUndefined()
  })

  test.each([{ candidates: 0 }, { rest: -1 }, { timeout: 0.5 }, { sentences: Number.NaN }])(
    'refuses %o',
    (option) => {
      const [param] = Object.keys(option)
      expect(() => createSearch({ firstStage: () => [], ...option })).toThrow(
        expect.objectContaining({ code: 'invalid_request', param }),
      )
    },
  )

  test('whatever comes late, in whatever order: what is shown is of the last query, whole and in an order that holds', async () => {
    const step = fc.record({
      query: fc.constantFrom('a', 'b', 'c'),
      rerank: fc.constantFrom('now' as const, 'rest' as const, false as const),
      fails: fc.boolean(),
      delays: fc.tuple(fc.nat(6), fc.nat(6)),
      pause: fc.nat(8),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        let at = steps[0]!
        const search = createSearch({
          // Deaf to the signal on purpose: late answers do come.
          firstStage: async (query) => {
            await wait(at.delays[0])
            return hitsOf(query)
          },
          reranker: {
            rank: async (body) => {
              const { fails, delays } = at
              await wait(delays[1])
              if (fails) throw new Error('failed')
              return reversing.rank(body)
            },
          },
          rest: 2,
        })
        let asked = ''
        const problems: string[] = []
        search.state.subscribe((state) => {
          if (state.query !== asked) problems.push(`${state.query} is told, ${asked} was asked`)
          if (state.status === 'searching') return
          const shown = ids(state)!
          const expected = hitsOf(asked).map(({ id }) => id)
          if (state.reranked) expected.reverse()
          if (String(shown) !== String(expected)) problems.push(`${state.status}: ${shown}`)
          if (state.status === 'done' && state.reranked === Boolean(state.reason)) problems.push('no reason')
        })
        const all: Promise<SearchState | undefined>[] = []
        // One after the other: timers of their own are not sure to end in their order on a busy machine.
        for (const step of steps) {
          at = step
          asked = step.query
          all.push(search.query(step.query, { rerank: step.rerank }))
          await wait(step.pause)
        }
        const last = (await Promise.all(all)).at(-1)
        expect(problems).toEqual([])
        expect(last).toMatchObject({ status: 'done', query: steps.at(-1)!.query })
      }),
      { numRuns: 60 },
    )
  })
})

test('a listener that throws hurts neither the search nor the other listeners', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const search = createSearch({ firstStage: async () => [{ id: 'a', text: 'a' }] })
  const seen: string[] = []
  search.state.subscribe(() => {
    throw new Error('a listener broke')
  })
  search.state.subscribe(({ status, query }) => seen.push(`${status} ${query}`))
  await search.query('a')
  await search.query('b')
  expect(seen.filter((state) => state.startsWith('done'))).toEqual(['done a', 'done b'])
  expect(String(warned.mock.calls[0]![0])).toContain('a listener broke')
  warned.mockRestore()
})
