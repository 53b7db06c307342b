import { expect, test } from 'vitest'
import type { ExpandedWord } from '../search/expand.js'
import { marksFor } from './marks.js'

const word = (word: string, strength: ExpandedWord['strength'], forms: string[] = []): ExpandedWord => ({
  ...{ word, strength, forms },
  query: { start: 0, end: 4 },
})

test('the query’s words and those close to them are marked, words that are far are not', () => {
  const expanded = [
    word('internet', 'same'),
    word('network', 'close', ['networks']),
    word('phone', 'near'),
    word('you', 'far'),
  ]
  const { own, related } = marksFor('does it work without internet', expanded)
  expect([...own]).toEqual(['internet'])
  expect([...related]).toEqual(['network', 'networks', 'phone'])
})

test('before the model is there, the query’s words are all', () => {
  expect([...marksFor('Refund me', undefined).own]).toEqual(['refund', 'me'])
})
