import { expect, it, vi } from 'vitest'
import { startSteps } from './timer.js'

/** No timer fires and no message is heard meanwhile. */
function freeze(milliseconds: number) {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

it('a time in which the page was frozen is no time to wait', async () => {
  const late = vi.fn()
  startSteps(late, 1000)
  freeze(1200)
  // What was frozen too is heard now.
  await new Promise((resolve) => setTimeout(resolve))
  expect(late).not.toHaveBeenCalled()
  await vi.waitFor(() => expect(late).toHaveBeenCalledTimes(1), 10_000)
})

it('calls back once; never after its end, nor after a time that no timer has', async () => {
  vi.useFakeTimers()
  const [once, ended, never] = [vi.fn(), vi.fn(), vi.fn()]
  startSteps(once, 100)
  const end = startSteps(ended, 100)
  startSteps(never, Number.POSITIVE_INFINITY)
  vi.advanceTimersByTime(99)
  expect(once).not.toHaveBeenCalled()
  end()
  vi.advanceTimersByTime(1000)
  expect(once).toHaveBeenCalledTimes(1)
  expect(ended).not.toHaveBeenCalled()
  expect(never).not.toHaveBeenCalled()
  vi.useRealTimers()
})
