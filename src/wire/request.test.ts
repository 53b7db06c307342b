import { expect, test } from 'vitest'
import { parseRequest } from './request.js'

test.each([
  ['a hole', Object.assign(new Array(3), { 0: 'a', 2: 'b' }), 'documents[1] must be a string'],
  ['a hole at the end', Object.assign(new Array(2), { 0: 'a' }), 'documents[1] must be a string'],
  ['an object without a text', ['a', 'b', {}], 'documents[2] must be a string'],
  ['null', [null], 'documents[0] must be a string'],
])('%s among the documents is refused by its place', (_, documents, message) => {
  expect(() => parseRequest({ query: 'q', documents }, 10)).toThrow(
    expect.objectContaining({
      code: 'invalid_request',
      param: 'documents',
      message: expect.stringContaining(message),
    }),
  )
})

test('an array of any length is refused before its entries are looked at', () => {
  const documents = new Proxy(new Array(4e9), {
    get: (target, name) =>
      name === 'length' ? target.length : expect.unreachable(`${String(name)} was read`),
  })
  expect(() => parseRequest({ query: 'q', documents }, 1000)).toThrow(
    expect.objectContaining({ code: 'payload_too_large', param: 'documents', details: { limit: 1000 } }),
  )
})
