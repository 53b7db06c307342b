import { expect, test, vi } from 'vitest'
import type { ExpandedWord } from '../protocol/word-match.js'
import { createSearch } from './search.js'
import type { FirstStageOptions, Hit, SearchReranker, SearchState } from './types.js'

const word = (word: string, strength: ExpandedWord['strength']): ExpandedWord => ({
  word,
  forms: [],
  query: { start: 0, end: 1 },
  strength,
})
const ids = (state: SearchState | undefined) => state?.results.map(({ id }) => id)

/** Scores documents by a table, and has a floor of .1. */
function scoring(scores: Record<string, number>, expanded: ExpandedWord[] = []) {
  const rank = vi.fn<SearchReranker['rank']>(async ({ documents }) => ({
    results: documents
      .map((document, index) => ({ index, relevance_score: scores[document] ?? 0.01 }))
      .sort((a, b) => b.relevance_score - a.relevance_score),
    webrerank: { floor: 0.1 },
  }))
  return { rank, expand: async () => expanded }
}

test('the first stage is asked again with related words, and what it finds by them is ranked', async () => {
  const told: (readonly ExpandedWord[] | undefined)[] = []
  const firstStage = (_: string, { expanded, passages }: FirstStageOptions): Hit[] => {
    told.push(expanded)
    if (!expanded) return [{ id: 'words', text: 'refund form' }]
    expect(passages).toBeGreaterThanOrEqual(100)
    return [
      { id: 'words', text: 'refund form' },
      { id: 'related', text: 'money back' },
    ]
  }
  const expanded = [word('refund', 'same'), word('money', 'close')]
  const reranker = scoring({ 'refund form': 0.3, 'money back': 0.9 }, expanded)
  const search = createSearch({ firstStage, reranker })
  expect(ids(await search.query('a refund', { rerank: false }))).toEqual(['words'])
  const state = await search.query('a refund', { rerank: 'now' })
  expect(ids(state)).toEqual(['related', 'words'])
  expect(state).toMatchObject({ answered: true, expanded })
  expect(told).toEqual([undefined, expanded])
})

test('below the floor nothing is an answer: hits with words of the query are given as such, others not', async () => {
  const firstStage = (): Hit[] => [
    { id: 'function words', text: 'how to the' },
    { id: 'a word', text: 'Refunds' },
    { id: 'none', text: 'anything', matched: false },
  ]
  const search = createSearch({
    firstStage,
    reranker: scoring({ Refunds: 0.09, anything: 0.4 }, [word('refund', 'same')]),
  })
  const state = await search.query('how to the refund', { rerank: 'now' })
  expect(state).toMatchObject({ reranked: true, answered: false })
  expect(ids(state)).toEqual(['a word'])
  expect(await search.query('asdfghjkl', { rerank: 'now' })).toMatchObject({ answered: false })
})

test('a floor of the application’s own goes before the model’s', async () => {
  const firstStage = (): Hit[] => [{ id: 'a', text: 'a' }]
  const reranker = scoring({ a: 0.3 }, [word('a', 'same')])
  const asked = async (floor?: number) => {
    const search = createSearch({ firstStage, reranker, floor })
    return (await search.query('a', { rerank: 'now' }))!.answered
  }
  expect(await asked()).toBe(true)
  expect(await asked(0.5)).toBe(false)
})

test('of many documents the best must be better, unless the application sets the floor; no answer is taken back', async () => {
  const all = Array.from({ length: 90 }, (_, i): Hit => ({ id: `${i}`, text: `text ${i}` }))
  const asked = async (best: number, floor?: number) => {
    const reranker = scoring({ 'text 3': best }, [word('text', 'same')])
    const search = createSearch({ firstStage: () => all, reranker, candidates: 5, floor })
    const told: boolean[] = []
    search.state.subscribe(({ reranked, answered }) => reranked && told.push(answered === true))
    await search.query('text', { rerank: 'now' })
    expect(reranker.rank).toHaveBeenCalledTimes(2)
    return [...new Set(told)]
  }
  // Among 90, a floor of .1 is one of .25.
  expect(await asked(0.2)).toEqual([false])
  expect(await asked(0.3)).toEqual([true])
  expect(await asked(0.2, 0.1)).toEqual([true])
})

test('a blended score is no measure of an answer: the model’s own is', async () => {
  const rank: SearchReranker['rank'] = async () => ({
    results: [{ index: 0, relevance_score: 0.9, model_score: 0.05 }],
    webrerank: { floor: 0.1 },
  })
  const search = createSearch({
    firstStage: () => [{ id: 'a', text: 'a' }],
    reranker: { rank, expand: async () => [word('a', 'same')] },
  })
  expect((await search.query('a', { rerank: 'now' }))!.answered).toBe(false)
})

test('a small corpus is read whole, the best of it first', async () => {
  const all = Array.from({ length: 60 }, (_, i): Hit => ({ id: `${i}`, text: `text ${i}`, matched: i < 30 }))
  const reranker = scoring({ 'text 55': 0.9, 'text 3': 0.5 }, [word('text', 'same')])
  const search = createSearch({ firstStage: () => all, reranker, candidates: 5 })
  const firsts: string[] = []
  search.state.subscribe(({ status, reranked, results }) => {
    if (status === 'reranking' && reranked) firsts.push(results[0]!.id)
  })
  const state = await search.query('text', { rerank: 'now' })
  expect(reranker.rank.mock.calls.map(([{ documents }]) => documents.length)).toEqual([5, 60])
  // An order of the first five is there before the rest is read.
  expect(firsts).toContain('3')
  expect(ids(state)!.slice(0, 2)).toEqual(['55', '3'])
})

test('how much is read follows the device: a slow one reads the candidates alone', async () => {
  const all = Array.from({ length: 60 }, (_, i): Hit => ({ id: `${i}`, text: `text ${i}` }))
  const { rank, expand } = scoring({}, [word('text', 'same')])
  const slow: SearchReranker['rank'] = async (...rest) => {
    await new Promise((resolve) => setTimeout(resolve, 100))
    return rank(...rest)
  }
  const search = createSearch({
    firstStage: () => all,
    reranker: { rank: slow, expand },
    candidates: 10,
    readingTime: 50,
  })
  await search.query('text', { rerank: 'now' })
  for (const [{ documents }] of rank.mock.calls) expect(documents).toHaveLength(10)
})

test('where reading the rest fails, the order of the best stays', async () => {
  const all = Array.from({ length: 60 }, (_, i): Hit => ({ id: `${i}`, text: `text ${i}` }))
  const { rank, expand } = scoring({ 'text 3': 0.5 }, [word('text', 'same')])
  let calls = 0
  const search = createSearch({
    firstStage: () => all,
    reranker: { rank: (...rest) => (calls++ === 0 ? rank(...rest) : Promise.reject(new Error())), expand },
    candidates: 5,
  })
  const state = await search.query('text', { rerank: 'now' })
  expect(state).toMatchObject({ status: 'done', reranked: true })
  expect(ids(state)![0]).toBe('3')
})

test('a ranking that takes long shows the first order that has all scores, and the last', async () => {
  const texts = [...'abcdefgh']
  const rest = [3, 4, 5, 6, 7]
  const answer = (order: number[], scored: Record<string, number>, complete: boolean) => ({
    results: [...order, ...rest].map((index, rank) => ({ index, relevance_score: 0.9 - rank / 10 })),
    webrerank: { scored, complete },
  })
  const rank = vi.fn<SearchReranker['rank']>(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return answer([0, 1, 2], { large: 8 }, true)
  })
  const search = createSearch({
    readingTime: 1,
    firstStage: () => texts.map((text) => ({ id: text, text })),
    reranker: {
      rank,
      async *stream() {
        yield answer([0, 1, 2], {}, false)
        yield answer([1, 0, 2], { small: 8 }, false)
        yield answer([0, 1, 2], { small: 7, large: 1 }, false)
        yield answer([2, 1, 0], { small: 6, large: 2 }, true)
      },
    },
  })
  // How long it takes is known from the query before.
  await search.query('first', { rerank: 'now' })
  const seen: string[] = []
  search.state.subscribe(({ status, query, reranked, results }) => {
    if (reranked && query === 'q') seen.push(`${status} ${results.map(({ id }) => id).join('')}`)
  })
  await search.query('q', { rerank: 'now' })
  expect([...new Set(seen)]).toEqual(['reranking bacdefgh', 'done cbadefgh'])
  expect(rank).toHaveBeenCalledOnce()
})

test('a first stage shows what it has before all is there', async () => {
  const search = createSearch({
    firstStage: async (_, { onHits }) => {
      onHits?.([{ id: 'b', text: 'b' }])
      await new Promise((resolve) => setTimeout(resolve, 5))
      return [
        { id: 'a', text: 'a' },
        { id: 'b', text: 'b' },
      ]
    },
  })
  const seen: string[] = []
  search.state.subscribe(({ status, results }) => seen.push(`${status} ${results.map(({ id }) => id)}`))
  await search.query('q', { rerank: false })
  expect(seen).toEqual(['searching ', 'lexical b', 'lexical a,b', 'done a,b'])
})

test('with vectors, how alike a passage is in meaning counts as much as its score; each is asked for once', async () => {
  const hits: Hit[] = [
    { id: 'words', text: 'words', score: 1 },
    { id: 'meaning', text: 'meaning', score: 0.9 },
    { id: 'neither', text: 'neither', score: 0 },
  ]
  const rows: Record<string, number[]> = {
    q: [127, 0],
    r: [0, 127],
    words: [0, 127],
    meaning: [127, 0],
    neither: [0, 0],
  }
  const vectors = vi.fn<Required<SearchReranker>['vectors']>(async (texts) => ({
    size: 2,
    data: Int8Array.from(texts.flatMap((text) => rows[text]!)),
  }))
  const reranker = { ...scoring({}, [word('q', 'same')]), vectors }
  const search = createSearch({ firstStage: () => hits, reranker, vectors: true })
  const scoresOf = async (query: string) => {
    await search.query(query, { rerank: 'now' })
    const { fuse } = reranker.rank.mock.lastCall![0]
    return (fuse as { with: number[] }).with.map((score) => Math.round(score * 100) / 100)
  }
  // By score 0.82, 0.59 and -1.41 standard deviations from the mean; by meaning -0.71, 1.41 and -0.71.
  expect(await scoresOf('q')).toEqual([0.11, 2.01, -2.12])
  expect((await scoresOf('r'))[0]).toBeGreaterThan(2)
  expect(vectors.mock.calls.map(([texts]) => texts)).toEqual([['q'], ['words', 'meaning', 'neither'], ['r']])
  const off = createSearch({ firstStage: () => hits, reranker, vectors: true, fuse: false })
  await off.query('q', { rerank: 'now' })
  expect(reranker.rank.mock.lastCall![0].fuse).toBe(false)
})

test('marks alone are no query', async () => {
  const firstStage = vi.fn(() => [])
  const search = createSearch({ firstStage })
  for (const query of ['???', '–', '" "']) expect(await search.query(query)).toMatchObject({ status: 'idle' })
  expect(firstStage).not.toHaveBeenCalled()
})
