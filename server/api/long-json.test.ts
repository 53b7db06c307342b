import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeJson } from './long-json.js'

const read = async (value: unknown) => {
  const written = writeJson(value)
  return { streamed: typeof written !== 'string', text: await new Response(written).text() }
}

test('a short answer is one text', async () => {
  const value = { results: [{ document: { text: 'ä"\u0000\ud800'.repeat(500) } }] }
  expect(await read(value)).toEqual({ streamed: false, text: JSON.stringify(value) })
})

test('a long answer is the same text in parts', async () => {
  const text = fc
    .tuple(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: 1, max: 200_000 }))
    .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)))
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 4 }), async (texts) => {
      const value = {
        id: 'x',
        results: texts.map((text, index) => ({ index, text })),
        end: 'é'.repeat(300_000),
      }
      const { streamed, text: written } = await read(value)
      expect(streamed).toBe(true)
      expect(written === JSON.stringify(value)).toBe(true)
    }),
    { seed: 1, numRuns: 40 },
  )
})

test('no part is long', async () => {
  const written = writeJson({ a: '😀'.repeat(200_000), b: ['x'.repeat(1e6)] }) as ReadableStream<Uint8Array>
  for await (const part of written) expect(part.length).toBeLessThan(300_000)
})
