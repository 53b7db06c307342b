import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreement } from '../views/compare-view.js'
import { fromFragment, toFragment } from './share.js'

const text = fc.string({ unit: 'grapheme' })

test('a link holds what was asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        query: text,
        documents: text,
        topN: text,
        model: text,
        device: fc.constantFrom('auto', 'wasm'),
      }),
      async (asked) => {
        const fragment = await toFragment(asked as Parameters<typeof toFragment>[0])
        expect(fragment).toMatch(/^#s=[\w-]*$/)
        expect(await fromFragment(fragment)).toEqual(asked)
      },
    ),
    { numRuns: 30 },
  )
})

test('another fragment is none of ours, and a damaged one is told', async () => {
  expect(await fromFragment('#results')).toBeUndefined()
  for (const fragment of ['#s=', '#s=%', '#s=abc']) await expect(fromFragment(fragment)).rejects.toThrow()
})

test('agreement is the share of pairs in the same order', () => {
  expect(agreement([0, 1, 2], [0, 1, 2])).toBe(1)
  expect(agreement([0, 1, 2], [2, 1, 0])).toBe(0)
  expect(agreement([0, 1, 2], [0, 2, 1])).toBeCloseTo(2 / 3)
})
