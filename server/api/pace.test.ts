import { expect, test } from 'vitest'
import { createPace } from './pace.js'

test('the time that requests will take, by how long others took', () => {
  let time = 0
  const pace = createPace(() => time)
  // Nothing is known yet.
  expect(pace.secondsFor(100)).toBe(1)
  pace.begin()
  for (let i = 0; i < 50; i++) {
    time += 250
    pace.answered()
  }
  expect(pace.secondsFor(100)).toBe(25)
  expect(pace.secondsFor(1)).toBe(1)
  expect(pace.secondsFor(10_000)).toBe(60)
})

test('time without requests is not counted, a slow request under way is', () => {
  let time = 0
  const pace = createPace(() => time)
  pace.begin()
  time += 100
  pace.answered()
  time += 3_600_000
  pace.begin()
  time += 100
  pace.answered()
  expect(pace.secondsFor(20)).toBe(2)
  time += 3000
  expect(pace.secondsFor(4)).toBe(12)
})
