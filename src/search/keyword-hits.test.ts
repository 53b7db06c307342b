import { expect, test } from 'vitest'
import { keywordHits } from './keyword-hits.js'

const has = (text: string, ...words: string[]) =>
  keywordHits(
    [{ id: 'a', text }],
    words.map((word) => ({ word, forms: [], query: { start: 0, end: 1 }, strength: 'same' })),
  ).length === 1

test('a hit has a word where it stands by itself, with a short ending at most', () => {
  expect(has('All refunds are paid', 'refund')).toBe(true)
  expect(has('Oslo', 'oslo')).toBe(true)
  expect(has('the artwork', 'art')).toBe(false)
  expect(has('smart', 'art')).toBe(false)
  expect(has('C (a+b)', 'a+b')).toBe(true)
  expect(has('这台洗衣机的保修期是两年', '保修期')).toBe(true)
})

test('related words are not the query’s, and without words there are no hits', () => {
  const related = { word: 'money', forms: [], query: { start: 0, end: 1 }, strength: 'close' as const }
  expect(keywordHits([{ id: 'a', text: 'money' }], [related])).toEqual([])
  expect(has('anything')).toBe(false)
})

test('titles, addresses and headings count; what was not found does not', () => {
  const words = [{ word: 'wifi', forms: [], query: { start: 0, end: 1 }, strength: 'same' as const }]
  const hits = [
    { id: '1', title: 'Wifi', text: '' },
    { id: '2', text: '', url: '/notes/wifi.txt' },
    { id: '3', text: '', subResults: [{ title: 'Wifi', text: '' }] },
    { id: '4', text: 'wifi', matched: false },
    { id: '5', text: 'cable' },
  ]
  expect(keywordHits(hits, words).map(({ id }) => id)).toEqual(['1', '2', '3'])
})
