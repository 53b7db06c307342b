import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLru } from './lru.js'

test('holds its bound, and what it drops was used longest ago', () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    bytes: fc.integer({ min: 1, max: 40 }),
    read: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const lru = createLru<number>(100)
      // The same, written down plainly: the most recent first.
      let model: { key: string; bytes: number; value: number }[] = []
      steps.forEach(({ key, bytes, read }, value) => {
        const found = model.find((entry) => entry.key === key)
        const others = model.filter((entry) => entry.key !== key)
        if (read) {
          expect(lru.get(key)).toBe(found?.value)
          if (found) model = [found, ...others]
          return
        }
        lru.set(key, value, bytes)
        model = [{ key, bytes, value }, ...others]
        while (model.reduce((sum, entry) => sum + entry.bytes, 0) > 100) model.pop()
      })
      expect(lru.bytes).toBe(model.reduce((sum, entry) => sum + entry.bytes, 0))
      for (const { key, value } of model) expect(lru.get(key)).toBe(value)
    }),
  )
})

test('a value larger than the bound is not kept, and a bound of 0 keeps nothing', () => {
  const lru = createLru<number>(10)
  lru.set('a', 1, 11)
  expect([lru.get('a'), lru.bytes]).toEqual([undefined, 0])
  const off = createLru<number>(0)
  off.set('a', 1, 1)
  expect(off.has('a')).toBe(false)
})
