import { describe, expect, test, vi } from 'vitest'
import type { Hit } from '../types.js'
import { type Pagefind, type PagefindPage, type PagefindResult, pagefindStage } from './pagefind.js'

interface Delivery {
  promise: Promise<PagefindPage>
  resolve(page: PagefindPage): void
}

function createDelivery(): Delivery {
  let resolve: Delivery['resolve'] = () => {}
  const promise = new Promise<PagefindPage>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** An index whose pages come when a test lets them. Pages that were searched for by words must not be asked for their text. */
function createSite(ids: readonly string[]) {
  const deliveries = new Map(ids.map((id) => [id, createDelivery()]))
  const asked: string[] = []
  const counted: string[] = []
  const resultOf = (id: string, term: string | null): PagefindResult => ({
    id,
    score: 1,
    data() {
      if (term !== null) counted.push(id)
      asked.push(id)
      return deliveries.get(id)!.promise
    },
  })
  const pagefind: Pagefind = {
    search: async (term) => ({ results: ids.map((id) => resultOf(id, term)) }),
  }
  const deliver = (id: string, headings = 0) => deliveries.get(id)!.resolve(pageOf(id, headings))
  return { pagefind, asked, counted, deliver }
}

function pageOf(id: string, headings: number): PagefindPage {
  const sections = Array.from({ length: headings }, (_, i) => `Part ${i} refund`)
  return {
    url: `/${id}/`,
    content: ['Refund of money.', ...sections].join(' '),
    meta: { title: id },
    anchors: sections.map((text, i) => ({ element: 'h2', id: `part-${i}`, text, location: 3 + 3 * i })),
  }
}

const ids = (hits: readonly Hit[] = []) => hits.map(({ id }) => id)

describe.each([400, 1000])('a page of %i headings', (headings) => {
  test('keeps nobody waiting: the others are shown, ranked without it, and it comes later', async () => {
    vi.useFakeTimers()
    const { pagefind, asked, counted, deliver } = createSite(['long', 'a', 'b'])
    const stage = pagefindStage(pagefind)
    const shown: string[][] = []
    const { signal } = new AbortController()
    const ask = () =>
      stage('refund', { signal, limit: 10, onHits: (hits) => void shown.push(ids(hits)) }) as Promise<Hit[]>
    const first = ask()
    // All at once, so that none comes after the time in which nothing is shown.
    deliver('a')
    deliver('b')
    await vi.runAllTimersAsync()
    expect(shown[0]).toEqual(['a', 'b'])
    expect(ids(await first)).toEqual(['a', 'b'])

    deliver('long', headings)
    const [long, ...others] = await ask()
    expect(long).toMatchObject({ id: 'long', url: '/long/' })
    expect(long!.subResults).toHaveLength(headings)
    expect(long!.subResults!.at(-1)).toMatchObject({ url: `/long/#part-${headings - 1}` })
    expect(ids(others)).toEqual(['a', 'b'])
    expect(asked.toSorted()).toEqual(['a', 'b', 'long'])
    expect(counted).toEqual([])
    vi.useRealTimers()
  })
})

test('pages are shown as they come, each once more than before', async () => {
  vi.useFakeTimers()
  const { pagefind, deliver } = createSite(['a', 'b', 'c'])
  const shown: string[][] = []
  const found = pagefindStage(pagefind)('refund', {
    signal: new AbortController().signal,
    limit: 10,
    onHits: (hits) => void shown.push(ids(hits)),
  })
  for (const id of ['c', 'a', 'b']) {
    deliver(id)
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(shown.slice(0, 2)).toEqual([['c'], ['a', 'c']])
  expect(ids(await found)).toEqual(['a', 'b', 'c'])
  vi.useRealTimers()
})

test('a query that was overtaken waits for nothing', async () => {
  vi.useFakeTimers()
  const { pagefind } = createSite(['a'])
  const controller = new AbortController()
  const found = Promise.resolve(pagefindStage(pagefind)('refund', { signal: controller.signal, limit: 10 }))
  const outcome = expect(found).rejects.toMatchObject({ name: 'AbortError' })
  await vi.advanceTimersByTimeAsync(10)
  controller.abort()
  await vi.runAllTimersAsync()
  await outcome
  vi.useRealTimers()
})
