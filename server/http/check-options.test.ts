import { expect, test } from 'vitest'
import { checkLimits, checkUpstream } from '../api/check-options.js'
import { checkServeOptions } from './check-options.js'
import type { ServeOptions } from './types.js'

test.each<[ServeOptions, string]>([
  ...['a:b', '', 'a b', 'ü', 'a@b', 'a!', '=a'].map((key): [ServeOptions, string] => [
    { apiKeys: ['good-1', key] },
    'apiKeys[1]',
  ]),
  [{ port: -1 }, 'port'],
  [{ port: 1.5 }, 'port'],
  [{ port: 65_536 }, 'port'],
  [{ host: '' }, 'host'],
  [{ grace: Number.POSITIVE_INFINITY }, 'grace'],
  [{ grace: 2 ** 31 }, 'grace'],
  [{ site: '/no/such/folder' }, 'site'],
  [{ site: 'package.json' }, 'site'],
])('%j is refused by name', (options, name) => {
  expect(() => checkServeOptions(options)).toThrow(name)
})

test('what a server may have', () => {
  const options = { apiKeys: ['sk-a.b_c~+/==', '0'], port: 0, host: '::1', grace: 0, site: 'server' }
  expect(checkServeOptions(options)).toBeUndefined()
})

const LIMITS = { maxDocuments: 1, maxBodyBytes: 1, maxPendingBytes: 2, maxQueue: 0, timeout: undefined }

test.each([
  { maxDocuments: 0 },
  { maxDocuments: Number.NaN },
  { maxBodyBytes: 0.5 },
  { maxPendingBytes: 0 },
  { maxQueue: -1 },
  { timeout: 0 },
  { timeout: Number.POSITIVE_INFINITY },
  { timeout: 2 ** 31 },
])('%j is refused by name', (limits) => {
  expect(() => checkLimits({ ...LIMITS, ...limits })).toThrow(Object.keys(limits)[0])
})

test.each([
  'ftp://a.example/',
  'file:///etc/passwd',
  'a.example/v1',
  '',
  'javascript:0',
  'https://user:pass@a.example/',
])('an upstream at %j is refused', (url) => {
  expect(() => checkUpstream({ url, when: 'always' })).toThrow('upstream.url')
})
test('an upstream’s time', () => {
  const upstream = { url: 'http://a.example/', when: 'always' as const }
  expect(() => checkUpstream({ ...upstream, timeout: 3e9 })).toThrow('upstream.timeout')
  expect(checkUpstream({ ...upstream, timeout: 1 })).toBeUndefined()
})
