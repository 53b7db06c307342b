import { expect, test } from 'vitest'
import { RerankError } from './errors.js'
import { toOutcome, unwrap } from './outcome.js'

/** What crosses from a worker is cloned. */
async function cross(work: () => Promise<unknown>): Promise<unknown> {
  const outcome = structuredClone(await toOutcome(work))
  try {
    return unwrap(outcome)
  } catch (error) {
    return error
  }
}

function failHere(): never {
  throw new TypeError('the runtime failed\n    at a line that is no message')
}

test('a value crosses as it is', async () => {
  expect(await cross(async () => 7)).toBe(7)
})

test('an error of other code has a code, one line of message, and the stack of where it was thrown', async () => {
  const error = (await cross(async () => failHere())) as RerankError
  expect(error).toBeInstanceOf(RerankError)
  expect([error.code, error.message]).toEqual(['inference_failed', 'the runtime failed'])
  expect(error.stack).toContain('failHere')
})

test('an error of ours crosses whole, and its stack names the causes', async () => {
  const error = (await cross(async () => {
    try {
      failHere()
    } catch (cause) {
      throw new RerankError('canary_failed', 'the check failed', { param: 'model', details: { a: 1 }, cause })
    }
  })) as RerankError
  expect(error).toMatchObject({ code: 'canary_failed', param: 'model', details: { a: 1 }, status: 500 })
  expect(error.stack).toMatch(/the check failed.*Caused by: TypeError: the runtime failed.*failHere/s)
})
