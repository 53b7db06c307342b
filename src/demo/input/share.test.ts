import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agreement } from '../views/agreement.js'
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
        expect(await fromFragment(fragment!)).toEqual(asked)
      },
    ),
    { numRuns: 30 },
  )
})

test('another fragment is none of ours, and a damaged one is told', async () => {
  expect(await fromFragment('#results')).toBeUndefined()
  for (const fragment of ['#s=', '#s=%', '#s=abc']) await expect(fromFragment(fragment)).rejects.toThrow()
})

describe('a hostile link', () => {
  const pack = (text: string | Buffer) => `#s=${deflateRawSync(text, { level: 9 }).toString('base64url')}`
  test('that inflates to 50 million characters is left after four', async () => {
    const bomb = pack(JSON.stringify(['q', 'x'.repeat(50e6), '', 'm', 'auto']))
    expect(bomb.length).toBeLessThan(100_000)
    await expect(fromFragment(bomb)).rejects.toThrow('4000000 bytes')
  })
  test('that is itself too long', async () => {
    await expect(fromFragment(`#s=${'A'.repeat(9e6)}`)).rejects.toThrow('4000000 bytes')
  })
  test('that nests lists is not parsed', async () => {
    const deep = `["q",${'['.repeat(1e6)}${']'.repeat(1e6)},"","m","auto"]`
    await expect(fromFragment(pack(deep))).rejects.toThrow('not what this page writes')
    await expect(fromFragment(pack('["q","","","",{}]'))).rejects.toThrow('not what this page writes')
  })
  test('that is no UTF-8', async () => {
    await expect(fromFragment(pack(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])))).rejects.toThrow()
  })
  test('brackets in texts are text', async () => {
    const asked = { query: '"[{\\"[', documents: '[["a"]]', topN: '', model: 'm', device: 'auto' as const }
    expect(await fromFragment((await toFragment(asked))!)).toEqual(asked)
  })
})

test('what is too much for a link makes none', async () => {
  const asked = { query: 'q', documents: 'x'.repeat(4e6), topN: '', model: 'm', device: 'auto' as const }
  expect(await toFragment(asked)).toBeUndefined()
})

test('agreement is the share of pairs in the same order', () => {
  expect(agreement([0, 1, 2], [0, 1, 2])).toBe(1)
  expect(agreement([0, 1, 2], [2, 1, 0])).toBe(0)
  expect(agreement([0, 1, 2], [0, 2, 1])).toBeCloseTo(2 / 3)
})
