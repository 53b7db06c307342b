import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { startServer } from '../support/api-server.js'
import { ANSWERS, CARD } from '../support/card-request.js'
import { expect, test } from '../support/server.js'

/** Who may call the server: hosts, origins, keys, and what is answered without them. */

test('guarantee 28: CORS for allowed origins, and for no other', async ({ start, server }) => {
  const open = await start(['--allow-origin', 'https://shop.example'])
  const from = (origin: string) => open.post('/v1/rerank', CARD, { headers: { origin } })
  const allowed = await from('https://shop.example')
  expect(allowed.status).toBe(200)
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  expect(allowed.headers.get('access-control-expose-headers')).toContain('Server-Timing')
  const other = await from('https://evil.example')
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null])
  expect((await from(open.url)).status).toBe(200)
  const preflight = (origin: string) =>
    fetch(`${open.url}/v1/rerank`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    })
  const asked = await preflight('https://shop.example')
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-methods')).toContain('POST')
  expect(asked.headers.get('access-control-allow-headers')).toContain('authorization')
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  const none = await server.post('/v1/rerank', CARD, { headers: { origin: 'https://shop.example' } })
  expect(none.status).toBe(403)
})

test('guarantee 28: a page of an allowed origin calls it with plain fetch', async ({ start, site }) => {
  const open = await start(['--allow-origin', site.origin])
  const results = await site.page.evaluate(
    async ([url, body]) => {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer key' }
      const response = await fetch(`${url}/v1/rerank`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return (await response.json()).results as { index: number }[]
    },
    [open.url, CARD] as const,
  )
  expect(ANSWERS).toContain(results[0]?.index)
})

test('an API key, where one is set', async ({ start }) => {
  const locked = await start([], { WEBRERANK_API_KEY: 'sk-mine' })
  const ask = (authorization?: string) =>
    locked.post('/v1/rerank', CARD, authorization ? { headers: { authorization } } : {})
  expect((await ask('Bearer sk-mine')).status).toBe(200)
  for (const wrong of [undefined, 'Bearer sk-other']) {
    const refused = await ask(wrong)
    expect(refused.status).toBe(401)
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining('key') })
  }
  expect((await fetch(`${locked.url}/metrics`)).status).toBe(401)
  expect([200, 503]).toContain((await fetch(`${locked.url}/health`)).status)
})

test('probes of HTTP/1.0 name no host', async ({ server }) => {
  const ask = async (path: string) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.end(`GET ${path} HTTP/1.0\r\n\r\n`)
    return (await text(socket)).split('\r\n', 1)[0]
  }
  expect(await ask('/health')).toBe('HTTP/1.1 200 OK')
  expect(await ask('/ready')).toBe('HTTP/1.1 200 OK')
  expect(await ask('/v1/models')).toBe('HTTP/1.1 403 Forbidden')
})

test('only this machine is answered by default; a taken port is an error', async ({ server }) => {
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const { port } = new URL(server.url)
  await expect(startServer(['--port', port])).rejects.toThrow('EADDRINUSE')
})
