import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tellingWords } from '../shared/function-words.js'
import { planQuery } from './query-plan.js'
import { spaced, wordsOf } from './words.js'

const word = (word: string, passages: number, weight = 1) => ({ word, passages, weight })

test('takes the rarest words, as far as the rows go', () => {
  expect(planQuery([word('harbour', 900), word('ship', 20), word('sea', 80)], 150)).toEqual([
    { query: '"ship" OR "sea"', weight: 1 },
  ])
})

test('asks for passages that hold all, where each word is too common', () => {
  expect(planQuery([word('sea', 800), word('ship', 700)], 100)).toEqual([
    { query: '"ship" AND "sea"', weight: 1 },
  ])
})

test('asks for related words apart, the closest first, with rows of their own', () => {
  const related = [
    word('boat', 60, 0.5),
    word('ocean', 5, 0.3),
    word('water', 95, 0.5),
    word('vessel', 40, 0.5),
  ]
  expect(planQuery([word('ship', 90), ...related], 100)).toEqual([
    { query: '"ship"', weight: 1 },
    { query: '"vessel" OR "boat"', weight: 0.5 },
  ])
  expect(planQuery([word('ship', 0), ...related], 100)).toHaveLength(1)
  expect(planQuery([word('ship', 900), word('boat', 10, 0.5)], 100)).toEqual([
    { query: '"ship"', weight: 1 },
    { query: '"boat"', weight: 0.5 },
  ])
})

test('asks for nothing where no word is known', () => {
  expect(planQuery([word('ship', 0)])).toEqual([])
})

test('leaves out words that hold a question together, unless there are no others', () => {
  expect(tellingWords(['where', 'is', 'the', 'ship'])).toEqual(['ship'])
  expect(tellingWords(['what', 'is', 'it'])).toEqual(['what', 'is', 'it'])
})

test('never asks for more rows than it may where words are joined by OR', () => {
  const words = fc.uniqueArray(
    fc.record({
      word: fc.string({ minLength: 1 }),
      passages: fc.nat(5000),
      weight: fc.constantFrom(1, 0.5, 0.3),
    }),
    { selector: ({ word }) => word },
  )
  fc.assert(
    fc.property(words, (words) => {
      for (const { query, weight } of planQuery(words, 3000)) {
        if (query.includes(' AND ')) continue
        const taken = words.filter(
          (each) =>
            each.weight === weight &&
            ` OR ${query} OR `.includes(` OR "${each.word.replaceAll('"', '""')}" OR `),
        )
        if (taken.length < 2) continue
        expect(taken.reduce((sum, { passages }) => sum + passages, 0)).toBeLessThanOrEqual(3000)
      }
    }),
  )
})

test('finds words where none are spaced', () => {
  expect(wordsOf('Who pays, who PAYS?')).toEqual(['who', 'pays'])
  expect(spaced('今日は天気です').trim().split(/\s+/).length).toBeGreaterThan(1)
  expect(wordsOf('naïve café')).toEqual(['naïve', 'café'])
})
