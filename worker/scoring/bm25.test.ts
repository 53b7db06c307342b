import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBm25 } from './bm25.js'

async function bm25(query: string, documents: readonly string[]): Promise<number[]> {
  const scorer = createBm25(query)
  for (const document of documents) await scorer.add(document, async () => {})
  return [...scorer.scores()]
}

test('scores are those of training/evaluate.py', async () => {
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
  const scores = await bm25('How do I reset the PASSWORD, password?', documents)
  scores.forEach((score, i) => {
    expect(score).toBeCloseTo(expected[i]!, 12)
  })
})

test('without words, in the query or in all documents, scores are 0', async () => {
  expect(await bm25('?!', ['a', ''])).toEqual([0, 0])
  expect(await bm25('a', ['', '…'])).toEqual([0, 0])
})

test('words of any script count', async () => {
  expect((await bm25('база данных', ['База — это не таблица', 'nothing']))[0]).toBeGreaterThan(0)
})

test('equal documents have equal scores, and no score is below 0 or not finite', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'é', ' ', '7', '-', '数'), maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(text, fc.array(text, { minLength: 1, maxLength: 8 }), async (query, documents) => {
      const scores = await bm25(query, [...documents, ...documents])
      expect(scores.slice(documents.length)).toEqual(scores.slice(0, documents.length))
      for (const score of scores) expect(score).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('a document of any length is read in steps, in which the work can be cancelled', async () => {
  const long = 'two words '.repeat(200_000)
  let steps = 0
  const scorer = createBm25('words')
  await scorer.add(long, async () => void steps++)
  await scorer.add('words', async () => {})
  expect(steps).toBeGreaterThan(200)
  expect(scorer.scores()[0]).toBeGreaterThan(0)
  const cancelled = createBm25('words').add(long, () => Promise.reject(new Error('cancelled')))
  await expect(cancelled).rejects.toThrow('cancelled')
})

test('millions of letters without a space do not overflow the stack', { timeout: 120_000 }, async () => {
  for (const letters of ['한'.repeat(4_200_000), 'a'.repeat(4_200_000)])
    expect(await bm25('a', [letters, 'a'])).toHaveLength(2)
})
