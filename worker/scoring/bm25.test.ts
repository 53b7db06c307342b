import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBm25 } from './bm25.js'

function bm25(query: string, documents: readonly string[]): number[] {
  const scorer = createBm25(query)
  for (const document of documents) scorer.add(document)
  return [...scorer.scores()]
}

test('scores are those of training/evaluate.py', () => {
  const documents = [
    'Reset your password: password reset.',
    'The weather is nice',
    '',
    'Passwörter und 2 password resets do do do it',
    'how how the the the',
    'Reset your password: password reset.',
  ]
  const expected = [
    2.2375777099567062, 1.05826416139949, 0, 2.6631170333762, 3.4957447687086933, 2.2375777099567062,
  ]
  bm25('How do I reset the PASSWORD, password?', documents).forEach((score, i) => {
    expect(score).toBeCloseTo(expected[i]!, 12)
  })
})

test('without words, in the query or in all documents, scores are 0', () => {
  expect(bm25('?!', ['a', ''])).toEqual([0, 0])
  expect(bm25('a', ['', '…'])).toEqual([0, 0])
})

test('words of any script count', () => {
  expect(bm25('база данных', ['База — это не таблица', 'nothing'])[0]).toBeGreaterThan(0)
})

test('equal documents have equal scores, and no score is below 0 or not finite', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'é', ' ', '7', '-', '数'), maxLength: 20 })
  fc.assert(
    fc.property(text, fc.array(text, { minLength: 1, maxLength: 8 }), (query, documents) => {
      const scores = bm25(query, [...documents, ...documents])
      expect(scores.slice(documents.length)).toEqual(scores.slice(0, documents.length))
      for (const score of scores) expect(score).toBeGreaterThanOrEqual(0)
    }),
  )
})
