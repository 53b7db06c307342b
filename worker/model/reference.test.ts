import { expect, test } from 'vitest'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { judgeReference, sevenBitsSuffice } from './reference.js'

const card = {
  ...tinyEn,
  tolerance: { fp32: 0.01 },
  reference: [
    { query: 'a', document: 'b', logit: { fp32: 1, q8: 1.1 } },
    { query: 'c', document: 'd', logit: { fp32: -2 } },
  ],
}

test('scores within the tolerance of their dtype pass', () => {
  expect(judgeReference(card, 'fp32', [1.005, -2.005])).toBeUndefined()
  expect(judgeReference(card, 'q8', [1.3, 99])).toBeUndefined()
})

test('others are told with what was expected; NaN is never right', () => {
  expect(judgeReference(card, 'fp32', [1, -2.02])).toMatch(/"c".*-2\.020 instead of -2\.000/)
  expect(judgeReference(card, 'q8', [1.5])).toMatch(/1\.500 instead of 1\.100/)
  expect(judgeReference(card, 'fp32', [Number.NaN, -2])).toMatch(/NaN/)
})

test('seven bits a row are enough where scores stay near those of twelve, or near the card where it has them', () => {
  expect(sevenBitsSuffice(card, [1.14])).toBe(true)
  expect(sevenBitsSuffice(card, [1.16])).toBe(false)
  expect(sevenBitsSuffice(card, [1.1, -2])).toBe(false)
  expect(sevenBitsSuffice(card, [1.5, -2.3], [1.52, -2.26])).toBe(true)
  expect(sevenBitsSuffice(card, [1.5, -2.3], [1.52, -2.2])).toBe(false)
  expect(sevenBitsSuffice(card, [Number.NaN], [1])).toBe(false)
})
