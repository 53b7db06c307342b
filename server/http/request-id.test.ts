import { expect, test } from 'vitest'
import { readRequestNames } from './request-id.js'

const read = (headers: Record<string, string>) => readRequestNames((name) => headers[name])
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

test('the caller’s id, or one of our own', () => {
  expect(read({ 'x-request-id': 'a-1:b/c' }).id).toBe('a-1:b/c')
  for (const wrong of ['', 'a b', 'a\u009bb', 'é', 'x'.repeat(129), '"'])
    expect(read({ 'x-request-id': wrong }).id, wrong).toMatch(/^[\da-f-]{36}$/)
  expect(read({}).id).not.toBe(read({}).id)
})

test('a traceparent that is one', () => {
  const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`
  expect(read({ traceparent })).toMatchObject({ traceparent, trace: TRACE })
  expect(read({ traceparent: `${traceparent.replace('00-', 'cc-')}-what-comes` }).trace).toBe(TRACE)
  for (const wrong of [
    '',
    'x',
    traceparent.replace('00-', 'ff-'),
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    traceparent.toUpperCase(),
    `${traceparent}\n`,
  ])
    expect(read({ traceparent: wrong }), wrong).toMatchObject({ traceparent: undefined, trace: undefined })
})
