import { expect, test } from 'vitest'
import type { SearchState } from 'webrerank/search'
import type { Passage } from '../shared/protocol.js'
import { judge } from './verdict.js'

const sentence = { text: 'It hums.', start: 0, end: 8, score: 0.9 }
const state = (results: SearchState<Passage>['results'], answered?: boolean): SearchState<Passage> => ({
  status: 'done',
  query: 'boiler noise',
  results,
  reranked: true,
  ...(answered !== undefined && { answered }),
  model: 'ready',
  timings: {},
})

test('believes a model that takes the first result for an answer', () => {
  const believed = state(
    [{ id: '1', rank: 0, text: 'It hums.', title: 'boiler', answers: true, sentence }],
    true,
  )
  expect(judge(believed)).toBe(believed)
})

test('where the first is none, leaves passages with words of the question, and marks no sentence', () => {
  const { answered, results } = judge(
    state(
      [
        { id: '1', rank: 0, text: 'The boiler hums.', answers: false, sentence },
        { id: '2', rank: 1, text: 'It hums.', title: 'Boiler', answers: false },
        { id: '3', rank: 2, text: 'A loud sound.', answers: true },
        { id: '4', rank: 3, text: 'The boiler.', answers: true, matched: false },
      ],
      true,
    ),
  )
  expect(answered).toBe(false)
  expect(results.map(({ id }) => id)).toEqual(['1', '2'])
  expect(results.some((result) => 'sentence' in result)).toBe(false)
})

test('leaves a state alone that was not ranked', () => {
  const found = state([{ id: '1', rank: 0, text: 'The boiler.' }])
  expect(judge(found)).toBe(found)
})
