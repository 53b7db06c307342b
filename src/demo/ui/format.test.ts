import { expect, test } from 'vitest'
import { SNIPPETS } from '../views/snippets.js'
import { bytes, milliseconds, rate, score } from './format.js'

test.each([
  [0, '0 ms'],
  [0.04, '0.1 ms'],
  [12.4, '12 ms'],
  [1234, '1.23 s'],
  [12_345, '12.3 s'],
])('%d ms is %s', (value, text) => expect(milliseconds(value)).toBe(text))

test.each([
  [0.98765, '0.988'],
  [0.001, '0.001'],
  [0.00099, '<0.001'],
  [3e-12, '<0.001'],
])('score %d is %s', (value, text) => expect(score(value)).toBe(text))

test('sizes and rates', () => {
  expect([bytes(234_680), bytes(2_648_528)]).toEqual(['235 kB', '2.6 MB'])
  expect([rate(4, 2), rate(4, 0)]).toEqual(['2,000', '–'])
})

test('the code sends the request, to the letter', async () => {
  const request = { model: 'm', query: '"a": b\nc', documents: ['query":', { text: 'é' }], top_n: 1 }
  const input = (device: 'auto' | 'wasm') => ({
    request,
    choice: { model: 'm', device },
    asked: { query: '', documents: '', topN: '', model: 'm', device },
  })
  const code = await SNIPPETS.module(input('auto'))
  const body = /JSON\.stringify\((.*)\),\n\}\)/s.exec(code)![1]
  expect(new Function(`return ${body}`)()).toEqual(request)
  expect(code).toContain("await rerank('/v1/rerank', {")
  expect(await SNIPPETS.module(input('wasm'))).toContain('createReranker({ model: "m", device: \'wasm\' })')
})
