import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWatchdog } from './watchdog.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched() {
  const ends: unknown[] = []
  return { ends, dog: createWatchdog({ end: (reason) => ends.push(reason) }, 100) }
}

test('a worker that is silent for too long is ended, with a timeout', () => {
  const { ends, dog } = watched()
  dog.reset()
  vi.advanceTimersByTime(99)
  dog.reset()
  vi.advanceTimersByTime(99)
  expect(ends).toEqual([])
  vi.advanceTimersByTime(1)
  expect(ends).toMatchObject([{ code: 'timeout' }])
})

test('a stopped watch stays stopped: what arrives after an abort does not end the worker', () => {
  const { ends, dog } = watched()
  dog.reset()
  dog.stop()
  dog.reset()
  vi.advanceTimersByTime(1000)
  expect(ends).toEqual([])
})

test('a watch without end ends nothing', () => {
  const ends: unknown[] = []
  const dog = createWatchdog({ end: (reason) => ends.push(reason) }, Number.POSITIVE_INFINITY)
  dog.reset()
  vi.advanceTimersByTime(2 ** 33)
  expect(ends).toEqual([])
})
