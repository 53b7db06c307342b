import { expect, test } from 'vitest'
import { secondsLeft } from './batch-display.js'

test('the time left follows the lines that this run did', () => {
  expect(secondsLeft({ seconds: 10, from: 0, line: 100, share: 0.25 })).toBeCloseTo(30)
  // A run that goes on after line 800 of 1,000.
  expect(secondsLeft({ seconds: 10, from: 800, line: 900, share: 0.9 })).toBeCloseTo(10)
  expect(secondsLeft({ seconds: 10, from: 0, line: 1000, share: 1 })).toBe(0)
  expect(secondsLeft({ seconds: 0.5, from: 800, line: 800, share: 0 })).toBe(Number.POSITIVE_INFINITY)
})
