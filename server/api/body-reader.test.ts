import { afterEach, expect, test, vi } from 'vitest'
import { joinBytes } from '../../src/wire/json-text.js'
import { readCounted } from './body-reader.js'
import { createByteBudget } from './byte-budget.js'
import { createJsonParser } from './json-parser.js'

const parser = createJsonParser()
const limits = { maxBytes: 1000, maxDocuments: 10 }

function post(body: BodyInit, headers: Record<string, string> = {}) {
  const init = { method: 'POST', body, headers, duplex: 'half' }
  return new Request('http://host/rerank', init)
}
const parts = (...texts: string[]) =>
  new ReadableStream({
    start(controller) {
      for (const text of texts) controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    },
  })

afterEach(() => {
  vi.useRealTimers()
})

test('bytes are held until they are released, whether their length was declared or not', async () => {
  const budget = createByteBudget(1000)
  const [first, second] = [budget.open(), budget.open()]
  expect(await readCounted(post(parts('[1,', '2]')), limits, first, parser)).toEqual([1, 2])
  expect(budget.used).toBe(5)
  await readCounted(post('[1,2,3]', { 'content-length': '7' }), limits, second, parser)
  expect(budget.used).toBe(12)
  first.release()
  first.release()
  expect(budget.used).toBe(7)
  second.release()
  expect(budget.used).toBe(0)
})

test('one more than there is room for is refused unread, and takes nothing', async () => {
  const budget = createByteBudget(100)
  const held = budget.open()
  held.add(60)
  const refused = budget.open()
  const asked = readCounted(post(parts('never read'), { 'content-length': '50' }), limits, refused, parser)
  await expect(asked).rejects.toMatchObject({ code: 'queue_full', status: 429 })
  expect(budget.used).toBe(60)
  // Without a declared length it is refused as soon as it is more.
  const growing = budget.open()
  const grown = readCounted(post(parts('[', ' '.repeat(30), ' '.repeat(30), ']')), limits, growing, parser)
  await expect(grown).rejects.toMatchObject({ code: 'queue_full' })
  growing.release()
  held.release()
  expect(budget.used).toBe(0)
})

test('more than was declared counts as well', async () => {
  const budget = createByteBudget(100)
  const held = budget.open()
  await readCounted(post(parts('[1,2,3]'), { 'content-length': '2' }), limits, held, parser)
  expect(budget.used).toBe(7)
})

test('a length below nothing makes no room', async () => {
  const budget = createByteBudget(100)
  await readCounted(post(parts('[1]'), { 'content-length': '-50' }), limits, budget.open(), parser)
  expect(budget.used).toBe(3)
})

test('a body that fails in the middle is an error', async () => {
  const failing = new ReadableStream({
    pull(controller) {
      controller.error(new Error('reset'))
    },
  })
  const held = createByteBudget(100).open()
  await expect(readCounted(post(failing), limits, held, parser)).rejects.toThrow('reset')
})

/** A body that sends a part each so many milliseconds. */
const trickling = (part: string, milliseconds: number, cancelled = () => {}) =>
  new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      controller.enqueue(new TextEncoder().encode(part))
    },
    cancel: cancelled,
  })

test.each([
  ['a byte a second', '1', 1000],
  ['nothing at all', '1', 2 ** 30],
  ['less than 16 KiB a second, however long', '1'.repeat(10_000), 1000],
])('a body of %s is left', async (_, part, milliseconds) => {
  vi.useFakeTimers()
  const cancelled = vi.fn()
  const budget = createByteBudget(1e9)
  const slow = post(trickling(part, milliseconds, cancelled))
  const read = readCounted(slow, { ...limits, maxBytes: 1e9 }, budget.open(), parser)
  const refused = expect(read).rejects.toMatchObject({
    code: 'timeout',
    message: 'the body arrived too slowly',
  })
  await vi.advanceTimersByTimeAsync(60_000)
  await refused
  expect(cancelled).toHaveBeenCalled()
})

test('a body that comes fast enough is read, however long it takes', async () => {
  vi.useFakeTimers()
  let left = 60
  const steady = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      const isFirst = left === 60
      controller.enqueue(new TextEncoder().encode(isFirst ? '[1' : ' '.repeat(20_000)))
      if (--left > 0) return
      controller.enqueue(new TextEncoder().encode(']'))
      controller.close()
    },
  })
  const wide = { maxBytes: 1e9, maxDocuments: 10 }
  const counting = { ...parser, parse: async (blocks: Uint8Array[]) => joinBytes(blocks).length }
  const read = readCounted(post(steady), wide, createByteBudget(1e9).open(), counting)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(await read).toBe(2 + 59 * 20_000 + 1)
})
