import { describe, expect, test } from 'vitest'
import { createAccess } from './access.js'

describe('the host that a request names', () => {
  const own = [
    '127.0.0.1:8787',
    '127.0.0.1',
    'localhost:9',
    'LOCALHOST',
    '[::1]:8787',
    'app.localhost',
    '127.9.9.9',
  ]
  const foreign = [
    'evil.example',
    'evil.example:8787',
    '192.168.0.1',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
  ]
  const odd = [undefined, '', ' ', 'a b', 'localhost/x', 'x@localhost', 'localhost#', 'localhost:x', '[', '%']

  test.each(['127.0.0.1', '::1', 'localhost'])('on %s only names of this machine are answered to', (host) => {
    const { isOwnHost } = createAccess(host, [], [])
    for (const name of own) expect(isOwnHost(name), name).toBe(true)
    for (const name of [...foreign, ...odd]) expect(isOwnHost(name), name).toBe(false)
  })
  test('others that are allowed, whatever the port', () => {
    const { isOwnHost } = createAccess('127.0.0.1', ['rerank.example.com'], [])
    for (const name of ['rerank.example.com', 'Rerank.Example.com:443', 'rerank.example.com.', 'localhost'])
      expect(isOwnHost(name), name).toBe(true)
    for (const name of foreign) expect(isOwnHost(name), name).toBe(false)
  })
  test.each(['0.0.0.0', '::', '192.168.0.1', 'rerank.example.com'])(
    'on %s any, unless some are listed',
    (host) => {
      for (const name of foreign) expect(createAccess(host, [], []).isOwnHost(name), name).toBe(true)
      const listed = createAccess(host, ['a.example'], [])
      expect([listed.isOwnHost('a.example'), listed.isOwnHost('b.example')]).toEqual([true, false])
    },
  )
  test.each(['', 'https://a.example', 'a.example:80', 'a.example/', 'a b'])(
    '%j as allowHost is refused',
    (entry) => {
      expect(() => createAccess('127.0.0.1', ['ok.example', entry], [])).toThrow(
        'allowHost[1] must be a name',
      )
    },
  )
})

describe('origins', () => {
  test.each(['https://example.com/', 'HTTPS://Example.com', 'https://example.com:443'])(
    '%s is taken as browsers send it',
    (entry) => {
      const { isAllowedOrigin } = createAccess('127.0.0.1', [], [entry])
      expect(isAllowedOrigin('https://example.com')).toBe(true)
      for (const other of [
        'http://example.com',
        'https://example.com:444',
        'https://a.example.com',
        'null',
        '',
      ])
        expect(isAllowedOrigin(other), other).toBe(false)
    },
  )
  test('all', () => {
    expect(createAccess('127.0.0.1', [], ['*']).isAllowedOrigin('https://any.example')).toBe(true)
  })
  test.each([
    'example.com',
    '',
    'null',
    'file:///x',
    'https://example.com/path',
    'https://u:p@example.com',
    '*.example.com',
  ])('%j can never match, and is refused', (entry) => {
    expect(() => createAccess('127.0.0.1', [], [entry])).toThrow('allowOrigin[0] must be an origin')
  })
})
