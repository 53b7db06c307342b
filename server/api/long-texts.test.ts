import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAssembly, type Frame, piecesOf, takeLongTexts } from './long-texts.js'

/** There and back, with every message as another thread gets it. */
function sent(value: unknown) {
  const { frame, texts } = takeLongTexts(structuredClone(value))
  const assembly = createAssembly(structuredClone<Frame>(frame))
  const messages = [...piecesOf(texts)]
  for (const message of messages) assembly.add(structuredClone(message))
  return { value: assembly.value, messages, frame }
}

test('any value comes back as it was', () => {
  const text = fc
    .tuple(fc.string({ minLength: 1 }), fc.nat({ max: 3000 }))
    .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)))
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.jsonValue(),
      fc.array(tie('value')),
      fc.dictionary(text, tie('value')),
    ),
  }))
  fc.assert(
    fc.property(value, (value) => {
      const json = JSON.parse(JSON.stringify(value))
      expect(JSON.stringify(sent(json).value)).toBe(JSON.stringify(json))
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('no message is long, and halves of characters meet again', () => {
  const body = {
    query: 'q',
    documents: ['😀'.repeat(1_000_000), 'a', { text: '\ud800'.repeat(2000) }],
    __proto__: null,
  }
  const { value, messages, frame } = sent(body)
  expect(value).toEqual({ ...body })
  expect(JSON.stringify(frame).length).toBeLessThan(1000)
  for (const message of messages)
    expect(message.reduce((sum, [, text]) => sum + text.length, 0)).toBeLessThanOrEqual(512 * 1024)
})

test('a name that objects have of their own is one of the body’s', () => {
  const body = JSON.parse(`{"__proto__":"${'x'.repeat(2000)}","a":{"__proto__":["${'y'.repeat(2000)}"]}}`)
  expect(JSON.stringify(sent(body).value)).toBe(JSON.stringify(body))
})
