import { expect, test } from 'vitest'
import { countWords, createSectionIndex } from './section-index.js'

const texts = [
  { title: 'Shop', heading: 'Refunds', text: 'Paid to your card.' },
  { title: 'Shop', heading: 'Parcels', text: 'A refund takes a week, a parcel two days.' },
  { title: 'Money', heading: '', text: 'Coins and notes.' },
]
const scores = createSectionIndex(texts.map(countWords))
const own = (word: string) => ({ word, forms: [], weight: 1 })

test('a heading counts more than the text, and a title counts', () => {
  const [first, second, third] = scores([own('refund')])
  expect(first).toBeGreaterThan(second!)
  expect(second).toBeGreaterThan(0)
  expect(third).toBe(0)
  expect(scores([own('money')])[2]).toBeGreaterThan(0)
})

test('a related word counts by its weight, as it is and in its forms', () => {
  const related = { word: 'coin', forms: ['coins'], weight: 0.5 }
  const [, , weighted] = scores([related])
  expect(weighted).toBeGreaterThan(0)
  expect(weighted).toBeCloseTo(scores([{ ...related, weight: 1 }])[2]! / 2)
  expect(scores([{ word: 'coin', forms: [], weight: 0.5 }])[2]).toBe(0)
})

test('every word, where every one is asked for', () => {
  const words = [own('refund'), own('parcel')]
  expect(scores(words, true).map((score) => score > 0)).toEqual([false, true, false])
  expect(scores(words).map((score) => score > 0)).toEqual([true, true, false])
})
