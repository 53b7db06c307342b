import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromFragment } from '../src/demo/input/share.js'
import { campaign } from './support/campaign.js'
import { anyText } from './support/texts.js'

/** Links that a stranger made: each is read into five texts, or refused. */

const pack = (content: string | Uint8Array) => `#s=${deflateRawSync(content).toString('base64url')}`
const field = fc.oneof(anyText(), fc.constantFrom('webgpu', '', '[', '{"a":['))
const texts = fc.array(field, { minLength: 5, maxLength: 5 })

const link = fc.oneof(
  { weight: 3, arbitrary: texts.map((fields) => pack(JSON.stringify(fields))) },
  { weight: 2, arbitrary: fc.jsonValue().map((value) => pack(JSON.stringify(value))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(texts, fc.nat(), fc.constantFrom('"', '[', ']', '\\', ','))
      .map(([fields, at, change]) => {
        const json = JSON.stringify(fields)
        const position = at % json.length
        return pack(json.slice(0, position) + change + json.slice(position + 1))
      }),
  },
  { weight: 1, arbitrary: fc.uint8Array().map((bytes) => pack(bytes)) },
  {
    weight: 2,
    arbitrary: fc.tuple(texts, fc.nat(), fc.nat({ max: 255 })).map(([fields, at, byte]) => {
      const packed = deflateRawSync(JSON.stringify(fields))
      packed[at % packed.length] = byte
      return `#s=${packed.toString('base64url')}`
    }),
  },
  { weight: 1, arbitrary: anyText().map((text) => `#s=${text}`) },
  { weight: 1, arbitrary: anyText() },
)

test('any link', async () => {
  await fc.assert(
    fc.asyncProperty(link, async (fragment) => {
      const asked = await fromFragment(fragment).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Error)
      })
      if (!asked) return
      expect(Object.values(asked).every((member) => typeof member === 'string')).toBe(true)
      expect(['auto', 'webgpu', 'wasm']).toContain(asked.device)
    }),
    campaign(),
  )
})

test('what inflates to more than the page takes is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 4e6, max: 2e7 }),
      fc.constantFrom('x', '[', '\\n', '"'),
      async (length, piece) => {
        const bomb = pack(`["q","${piece.repeat(length / piece.length)}","","m","auto"]`)
        await expect(fromFragment(bomb)).rejects.toThrow('4000000 bytes')
      },
    ),
    campaign({ gate: 1, share: 0.0001 }),
  )
})
