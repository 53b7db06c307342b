import { expect, test } from 'vitest'
import { createGate, createQueue } from './queue.js'

/** A job that ends when it is told to. */
function job(log: string[], name: string) {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  const run = async () => {
    log.push(name)
    await done
    return name
  }
  return { run, end }
}

test('runs jobs one at a time, in order, past a failing one', async () => {
  const log: string[] = []
  const queue = createQueue(10)
  const [a, b] = [job(log, 'a'), job(log, 'b')]
  const results = [
    queue.run(a.run),
    queue.run(async () => {
      throw new Error('failed')
    }),
    queue.run(b.run),
  ]
  expect(log).toEqual(['a'])
  a.end()
  b.end()
  const settled = await Promise.allSettled(results)
  expect(settled.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(log).toEqual(['a', 'b'])
})

test('refuses one more than it holds', async () => {
  const queue = createQueue(1)
  const first = job([], 'a')
  const results = [queue.run(first.run), queue.run(async () => 1)]
  await expect(queue.run(async () => 2)).rejects.toMatchObject({ code: 'queue_full', status: 429 })
  first.end()
  await Promise.all(results)
  expect(await queue.run(async () => 3)).toBe(3)
})

test('an abort takes a waiting job out, and leaves the others', async () => {
  const log: string[] = []
  const queue = createQueue(10)
  const first = job(log, 'a')
  const running = queue.run(first.run)
  const controller = new AbortController()
  const leaving = queue.run(job(log, 'b').run, controller.signal)
  const last = job(log, 'c')
  const staying = queue.run(last.run)
  controller.abort('left')
  await expect(leaving).rejects.toBe('left')
  first.end()
  last.end()
  await Promise.all([running, staying])
  expect(log).toEqual(['a', 'c'])
  await expect(queue.run(async () => 1, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
})

test('a gate runs jobs at once, and refuses those that are too many', async () => {
  const gate = createGate(1, 2)
  let release = () => {}
  const open = new Promise<void>((resolve) => {
    release = resolve
  })
  let started = 0
  const job = () => {
    started++
    return open
  }
  const jobs = [1, 2, 3].map(() => gate.run(job))
  expect([started, gate.waiting]).toEqual([3, 1])
  await expect(gate.run(job)).rejects.toMatchObject({ code: 'queue_full' })
  release()
  await Promise.all(jobs)
  expect(gate.waiting).toBe(0)
  await expect(gate.run(async () => 7)).resolves.toBe(7)
  await expect(gate.run(() => Promise.reject(new Error('a fault')))).rejects.toThrow('a fault')
  expect(gate.waiting).toBe(0)
})
