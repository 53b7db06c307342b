import { expect, test } from 'vitest'
import { createMeter, type DownloadProgress } from './progress.js'

test('adds up files, reports now and then, and tells the rate of the last seconds', () => {
  let time = 0
  const reports: DownloadProgress[] = []
  const meter = createMeter(
    1000,
    (progress) => reports.push(progress),
    () => time,
  )
  meter.flush()
  expect(reports).toEqual([{ loaded: 0, total: 1000 }])
  for (time = 10; time <= 100; time += 10) {
    meter.set('a', time)
    meter.set('b', 2 * time)
  }
  time = 1000
  meter.flush()
  expect(reports.length).toBeLessThan(6)
  expect(reports.at(-1)).toEqual({ loaded: 300, total: 1000, bytesPerSecond: 300 })
  // What was slow at first is forgotten.
  for (time = 2000; time <= 20_000; time += 1000) meter.set('a', 100 + time / 100)
  expect(reports.at(-1)!.bytesPerSecond).toBe(10)
})

test('a file that starts anew counts back', () => {
  const reports: DownloadProgress[] = []
  let time = 0
  const meter = createMeter(
    0,
    (progress) => reports.push(progress),
    () => (time += 100),
  )
  meter.set('a', 50)
  meter.set('a', 0)
  expect(reports.map(({ loaded }) => loaded)).toEqual([50, 0])
  expect(reports[1]!.bytesPerSecond).toBe(0)
})
