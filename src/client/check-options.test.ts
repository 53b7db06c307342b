import { expect, test } from 'vitest'
import { checkOptions } from './check-options.js'
import type { RerankerOptions } from './types.js'

test.each<[object, string]>([
  [{ device: 'tpu' }, `device must be 'auto', 'webgpu' or 'wasm', not "tpu"`],
  [{ device: { core: 0n } }, 'not a value of type object'],
  [{ device: Symbol('gpu') }, 'not a value of type symbol'],
  [{ timeout: -1 }, 'timeout must be a time in milliseconds below 2^31, or Infinity for no limit, not -1'],
  [{ watchdog: 2 ** 31 }, 'watchdog must be'],
  [{ startTimeout: Object.create(null) }, 'not a value of type object'],
  [{ idleTimeout: NaN }, 'not NaN'],
  [{ stallTimeout: '5' }, 'not "5"'],
  [{ maxDocuments: '1' }, 'maxDocuments must be a number'],
  [{ host: 'ftp://a.example/' }, 'host must be'],
])('%o is refused by name', (options, message) => {
  expect(() => checkOptions(options as RerankerOptions)).toThrow(
    expect.objectContaining({
      code: 'invalid_request',
      param: Object.keys(options)[0],
      message: expect.stringContaining(message),
    }),
  )
})

test('what is meant as it reads is taken', () => {
  for (const time of [0, 2 ** 31 - 1, Infinity])
    expect(checkOptions({ timeout: time, watchdog: time, idleTimeout: time })).toBeUndefined()
  expect(checkOptions({ maxQueue: Infinity, host: 'http://mirror.example' })).toBeUndefined()
})
