import { expect, test } from 'vitest'
import { createSearch } from './search.js'
import type { Hit, SearchReranker, SearchState } from './types.js'

const answer = (results: { index: number; relevance_score: number }[]) => ({ results })
const ids = (state: SearchState | undefined) => state?.results.map(({ id }) => id)

test('documents that were not found are results only where the reranker says so', async () => {
  const firstStage = (): Hit[] => [0, 1, 2].map((i) => ({ id: `a/${i}`, text: `a ${i}`, matched: i === 0 }))
  const scores = [0.4, 0.3, 0.8]
  const rank = async () => answer([2, 0, 1].map((index) => ({ index, relevance_score: scores[index]! })))
  const search = createSearch({ firstStage, reranker: { rank } })
  expect(ids(await search.query('a', { rerank: false }))).toEqual(['a/0'])
  expect(ids(await search.query('a', { rerank: 'now' }))).toEqual(['a/2', 'a/0'])
})

test('parts with passages are read each for itself, and a document stands where its best part does', async () => {
  const text = 'About. Panda facts. It eats bamboo. It sleeps.'
  const firstStage = (): Hit[] => [
    { id: 'plain', text: 'Nothing.' },
    {
      id: 'long',
      text,
      subResults: [
        { title: 'Food', text: 'Panda facts. It eats bamboo.', passage: 'food' },
        { title: 'Sleep', text: 'It sleeps.' },
        { title: 'Rest', text: 'It sleeps.', passage: 'rest' },
      ],
    },
  ]
  const scores: Record<string, number> = { food: 0.9, 'Nothing.': 0.5, rest: 0.1, 'It eats bamboo.': 0.8 }
  const asked: string[][] = []
  const rank: SearchReranker['rank'] = async ({ documents }) => {
    asked.push(documents)
    return answer(
      documents
        .map((document, index) => ({ index, relevance_score: scores[document] ?? 0 }))
        .sort((a, b) => b.relevance_score - a.relevance_score),
    )
  }
  const search = createSearch({ firstStage, reranker: { rank }, sentences: 1 })
  const { results } = (await search.query('panda', { rerank: 'now' }))!
  expect(asked).toEqual([
    ['Nothing.', 'food', 'rest'],
    // The sentence is looked for in the best part.
    ['Panda facts.', 'It eats bamboo.'],
  ])
  expect(results.map(({ id, relevance }) => [id, relevance])).toEqual([
    ['long', 0.9],
    ['plain', 0.5],
  ])
  expect(results[0]!.subResults!.map(({ relevance }) => relevance)).toEqual([0.9, undefined, 0.1])
  const { start, end } = results[0]!.sentence!
  expect(text.slice(start, end)).toBe('It eats bamboo.')
})

test('the best sentence comes in a second step', async () => {
  const firstStage = () => [
    { id: '1', text: 'Nothing here. The panda eats bamboo.' },
    { id: '2', text: 'Only one.' },
  ]
  const rank: SearchReranker['rank'] = async ({ documents }) =>
    answer(
      documents
        .map((document, index) => ({
          index,
          relevance_score: document.includes('panda') ? 0.9 : 0.2,
        }))
        .sort((a, b) => b.relevance_score - a.relevance_score),
    )
  const search = createSearch({ firstStage, reranker: { rank }, sentences: 1 })
  const { results } = (await search.query('panda', { rerank: 'now' }))!
  expect(results[0]!.sentence).toEqual({ text: 'The panda eats bamboo.', start: 14, end: 36, score: 0.9 })
  expect(results[1]).not.toHaveProperty('sentence')
})

test('no sentence is marked as the answer in a document that does not answer', async () => {
  const firstStage = () => [
    { id: '1', text: 'Nothing here. The panda eats bamboo.' },
    { id: '2', text: 'A panda is big. It is black and white.' },
  ]
  let asked = 0
  const rank =
    (best: number): SearchReranker['rank'] =>
    async ({ documents }) => {
      asked++
      return answer(
        documents
          .map((document, index) => ({ index, relevance_score: document.includes('eats') ? best : 0.2 }))
          .sort((a, b) => b.relevance_score - a.relevance_score),
      )
    }
  const search = (best: number) =>
    createSearch({ firstStage, reranker: { rank: rank(best) }, sentences: 2, floor: 0.5 }).query('panda', {
      rerank: 'now',
    })
  const some = (await search(0.9))!
  expect(some.results.map(({ answers, sentence }) => [answers, sentence?.text])).toEqual([
    [true, 'The panda eats bamboo.'],
    [false, undefined],
  ])
  asked = 0
  const none = (await search(0.3))!
  expect([none.answered, none.results.some(({ sentence }) => sentence)]).toEqual([false, false])
  expect(asked).toBe(1)
})
