import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tellingWords } from '../shared/function-words.js'
import { planQuery } from './query-plan.js'
import { spaced, wordsOf } from './words.js'

const word = (word: string, passages: number) => ({ word, passages })

test('takes the rarest words, as far as the rows go', () => {
  expect(planQuery([word('harbour', 900), word('ship', 20), word('sea', 80)], 150)).toBe('"ship" OR "sea"')
})

test('asks for passages that hold all, where each word is too common', () => {
  expect(planQuery([word('sea', 800), word('ship', 700)], 100)).toBe('"ship" AND "sea"')
})

test('asks for nothing where no word is known', () => {
  expect(planQuery([word('ship', 0)])).toBeNull()
})

test('leaves out words that hold a question together, unless there are no others', () => {
  expect(tellingWords(['where', 'is', 'the', 'ship'])).toEqual(['ship'])
  expect(tellingWords(['what', 'is', 'it'])).toEqual(['what', 'is', 'it'])
})

test('never asks for more rows than it may where words are joined by OR', () => {
  const words = fc.array(fc.record({ word: fc.string({ minLength: 1 }), passages: fc.nat(5000) }))
  fc.assert(
    fc.property(words, (words) => {
      const plan = planQuery(words, 3000)
      if (!plan?.includes(' OR ')) return
      const taken = words.filter(({ word }) => plan.includes(`"${word.replaceAll('"', '""')}"`))
      expect(Math.min(...taken.map(({ passages }) => passages))).toBeLessThanOrEqual(3000)
    }),
  )
})

test('finds words where none are spaced', () => {
  expect(wordsOf('Who pays, who PAYS?')).toEqual(['who', 'pays'])
  expect(spaced('今日は天気です').trim().split(/\s+/).length).toBeGreaterThan(1)
  expect(wordsOf('naïve café')).toEqual(['naïve', 'café'])
})
