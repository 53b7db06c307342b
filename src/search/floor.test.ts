import { expect, test } from 'vitest'
import { floorAmong } from './floor.js'

test('of ten documents and fewer the floor is the model’s own', () => {
  expect(floorAmong(0.05, 10)).toBeCloseTo(0.05, 12)
  expect(floorAmong(0.05, 1)).toBeCloseTo(0.05, 12)
})

test('of more documents the best must be better, in odds by the root of their number', () => {
  expect(floorAmong(0.05, 1000)).toBeCloseTo(10 / 29, 12)
  expect(floorAmong(0.05, 40)).toBeCloseTo(2 / 21, 12)
})

test('without a floor each score is taken, and none is above a floor of 1', () => {
  expect(floorAmong(undefined, 500)).toBe(0)
  expect(floorAmong(0, 500)).toBe(0)
  expect(floorAmong(1, 500)).toBe(1)
})
