import { expect, test } from 'vitest'
import { soughtWords } from './question-words.js'

const expanded = (word: string, start: number, end: number, strength: 'same' | 'close' | 'near' | 'far') => ({
  word,
  forms: [],
  query: { start, end },
  strength,
})

test('looks for words in place of those that tell what is asked, and weighs them', () => {
  const words = soughtWords('who mends roofs', [
    expanded('who', 0, 3, 'same'),
    expanded('mends', 4, 9, 'same'),
    expanded('somebody', 0, 3, 'close'),
    expanded('repair', 4, 9, 'close'),
    expanded('fix', 4, 9, 'near'),
  ])
  expect(words.map(({ word }) => word)).toEqual(['mends', 'repair', 'fix'])
  expect(words[0]!.weight).toBe(1)
  expect(words[1]!.weight).toBeLessThan(1)
  expect(words[2]!.weight).toBeLessThan(words[1]!.weight)
})

test('takes words that say little where there are no others', () => {
  expect(
    soughtWords('who', [expanded('who', 0, 3, 'same'), expanded('somebody', 0, 3, 'close')]),
  ).toHaveLength(2)
})
