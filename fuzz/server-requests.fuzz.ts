import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi, type RerankApi } from '../server/api/create-api.js'
import { createAccess } from '../server/http/access.js'
import { createApp } from '../server/http/app.js'
import { createLog, type LogEntry } from '../server/http/log.js'
import { bodyBytes, rerankPath } from './support/bodies.js'
import { campaign } from './support/campaign.js'
import { anyText } from './support/texts.js'

/** Paths, methods, headers and bodies to the server, which ranks with an upstream that is always right. */

const platformFetch = globalThis.fetch
const entries: LogEntry[] = []
let api: RerankApi
let app: ReturnType<typeof createApp>
beforeAll(() => {
  globalThis.fetch = async (_, init) => {
    const { documents } = JSON.parse(String(init?.body)) as { documents: string[] }
    return Response.json({ results: documents.map((_, index) => ({ index, relevance_score: 0.5 })) })
  }
  api = createApi({ upstream: { url: 'http://upstream.example/', when: 'always' }, maxDocuments: 50 })
  app = createApp({
    api,
    access: createAccess('127.0.0.1', [], ['https://shop.example']),
    apiKeys: ['sk-1'],
    site: 'e2e/pages',
    log: createLog((entry) => entries.push(entry)),
    state: () => 'ok',
  })
})
afterAll(() => {
  globalThis.fetch = platformFetch
  api.dispose()
})

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/)
const value = fc.oneof(
  fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,30}[\x21-\x7e])?$/),
  fc.constantFrom('', '*', 'null'),
)
const headers = fc.tuple(
  fc.dictionary(token, value, { maxKeys: 3 }),
  fc.record(
    {
      host: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('127.0.0.1:8787', 'localhost') }, value),
      origin: fc.oneof(
        fc.constantFrom('https://shop.example', 'http://127.0.0.1:8787', 'http://evil.example'),
        value,
      ),
      authorization: fc.oneof({ weight: 6, arbitrary: fc.constant('Bearer sk-1') }, value),
      range: fc.oneof(fc.constantFrom('bytes=0-', 'bytes=-1', 'bytes=9-1', 'bytes=abc'), value),
      'content-encoding': fc.constantFrom('identity', 'gzip', ''),
      'content-length': fc.oneof(fc.nat().map(String), fc.constantFrom('1e12', '-1', 'x', '99999999999999')),
    },
    { requiredKeys: ['host', 'authorization'] },
  ),
)
const segment = fc.oneof(
  fc.constantFrom(
    ...['..', '.', '.env', '.git', '%2e%2e', '%2f', '%5c', '%00', '%', '%ff', 'blank.html', 'search'],
  ),
  fc.constantFrom(
    ...['v1', 'v2', 'rerank', 'models', 'info', 'score', 'health', 'metrics', 'webrerank', 'tiny-en', ''],
  ),
  fc.webSegment(),
)
const path = fc.oneof(
  { weight: 3, arbitrary: rerankPath },
  { weight: 3, arbitrary: fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`) },
)
const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc.webQueryParameters().map((text) => `?${text}`),
)
const method = fc.constantFrom(
  'POST',
  'POST',
  'POST',
  'GET',
  'GET',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
)

test('any request: an answer that is none of ours to fail at, and nothing of it in the log', async () => {
  await fc.assert(
    fc.asyncProperty(
      method,
      path,
      query,
      headers,
      bodyBytes,
      async (method, path, query, [odd, known], body) => {
        entries.length = 0
        const outgoing = new EventEmitter()
        const all = new Headers({ ...odd, ...known })
        const hasBody = !['GET', 'HEAD'].includes(method)
        const request = new Request(`http://127.0.0.1:8787${path}${query}`, {
          method,
          ...(hasBody && { body }),
        })
        // A Request of its own keeps some of these out.
        Object.defineProperty(request, 'headers', { value: all })
        const response = await app.fetch(request, { outgoing } as never)
        outgoing.emit('close')
        expect(response.status).toBeLessThan(500)
        await response.arrayBuffer()
        if (!/^(127\.0\.0\.1:8787|localhost)$/.test(known.host)) {
          const name = `http://${known.host}`
          const own =
            URL.canParse(name) && /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(new URL(name).hostname)
          if (!own) expect(response.status).toBe(403)
        }
        expect(api.pendingBytes).toBe(0)
        const isProbe = /^\/(health|ready)$/.test(new URL(request.url).pathname) && !hasBody
        if (isProbe && response.status === 200) {
          expect(entries).toEqual([])
          return
        }
        expect(entries).toHaveLength(1)
        const { path: told, ...entry } = entries[0]!
        expect(entry.message).toBe('request')
        expect(told === 'other' || /^\/[a-z0-9/]+$/.test(String(told))).toBe(true)
      },
    ),
    campaign(),
  )
})

test('a host that is answered to on a loopback address is one of this machine', () => {
  const { isOwnHost } = createAccess('127.0.0.1', [], [])
  const host = fc.oneof(
    value,
    anyText(),
    fc.webAuthority({ withPort: true, withIPv4Extended: true, withIPv6: true }),
    fc.tuple(fc.constantFrom('localhost', '127.0.0.1', '[::1]'), value).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(host, (host) => {
      if (!isOwnHost(host)) return
      const { hostname } = new URL(`http://${host}`)
      expect(hostname).toMatch(/^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])\.?$/)
    }),
    campaign({ gate: 10_000 }),
  )
})
