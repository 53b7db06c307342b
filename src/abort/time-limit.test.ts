import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitTime } from './time-limit.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('time ends it, and that is told', () => {
  const limit = limitTime([undefined], 50)
  vi.advanceTimersByTime(49)
  expect(limit.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(limit).toMatchObject({ late: true, signal: { aborted: true, reason: { name: 'TimeoutError' } } })
})

test('another signal ends it with its own reason, before or after it began, and time has no say any more', () => {
  for (const early of [true, false]) {
    const outer = new AbortController()
    if (early) outer.abort('mine')
    const limit = limitTime([outer.signal, undefined], 50)
    if (!early) outer.abort('mine')
    vi.advanceTimersByTime(100)
    expect(limit).toMatchObject({ late: false, signal: { aborted: true, reason: 'mine' } })
  }
})

test('work that is done is ended by nothing', () => {
  const outer = new AbortController()
  const limit = limitTime([outer.signal, undefined], 50)
  limit.end()
  outer.abort()
  vi.advanceTimersByTime(100)
  expect(limit.signal.aborted).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})

test('a time that no timer has is never', () => {
  for (const time of [Number.POSITIVE_INFINITY, 2 ** 31, 3e9, Number.NaN, -1]) {
    const limit = limitTime([], time)
    vi.advanceTimersByTime(2 ** 33)
    expect(limit).toMatchObject({ late: false, signal: { aborted: false } })
  }
})

test('the first of several signals ends it', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const limit = limitTime([one.signal, other.signal], Number.POSITIVE_INFINITY)
  other.abort('other')
  one.abort('one')
  expect(limit.signal.reason).toBe('other')
})
