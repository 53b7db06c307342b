import { describe, expect, test } from 'vitest'
import { handle, post, serveByLength } from '../../fixtures/wire/by-length.js'
import { createHandler } from './handler.js'

test('a body over the limit is refused before it is read to its end', async () => {
  const { status, body } = await post('/v1/rerank', { query: 'q', documents: ['x'.repeat(100_001)] })
  expect(status).toBe(413)
  expect(body.error.message).toContain('100000')
})

describe('a body that cannot be read', () => {
  const send = async (body: BodyInit, headers: Record<string, string> = {}) => {
    const response = await handle(new Request('http://host/v1/rerank', { method: 'POST', body, headers }))
    return { status: response.status, message: (await response.json()).message as string }
  }
  const nested = (levels: number) =>
    `{"query":"q","documents":["a"],"x":${'['.repeat(levels)}${']'.repeat(levels)}}`

  test('one that declares a length over the limit is refused unread', async () => {
    let read = false
    const stream = new ReadableStream(
      {
        pull(controller) {
          read = true
          controller.enqueue(new Uint8Array(10))
        },
      },
      { highWaterMark: 0 },
    )
    const request = new Request('http://host/v1/rerank', {
      ...{ method: 'POST', body: stream, headers: { 'content-length': '1000000000000' } },
      ...({ duplex: 'half' } as object),
    })
    expect((await handle(request)).status).toBe(413)
    expect(read).toBe(false)
  })
  test('bytes that are no UTF-8', async () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode('{"query":"q","documents":["a'),
      0xff,
      0x22,
      0x5d,
      0x7d,
    ])
    expect(await send(bytes)).toEqual({ status: 400, message: 'the body is not valid UTF-8' })
  })
  test('an encoding', async () => {
    const json = '{"query":"q","documents":["a"]}'
    expect((await send(json, { 'content-encoding': 'gzip' })).status).toBe(415)
    expect((await send(json, { 'content-encoding': 'identity' })).status).toBe(200)
  })
  test('a nesting that would take minutes to parse', async () => {
    expect((await send(nested(60))).status).toBe(200)
    for (const levels of [64, 40_000])
      expect(await send(nested(levels))).toEqual({
        status: 400,
        message: 'the body is nested deeper than 64 levels',
      })
    // Brackets in a string are text.
    expect(
      (await send(JSON.stringify({ query: '['.repeat(500), documents: ['\\"[[{'.repeat(99)] }))).status,
    ).toBe(200)
  })
  test('more values than a request can have', async () => {
    const wide = createHandler({ serve: serveByLength, maxDocuments: 1, maxBodyBytes: 10_000_000 })
    const body = `{"query":"q","documents":["a"],"x":[${'{},'.repeat(100_000)}{}]}`
    const response = await wide(new Request('http://host/rerank', { method: 'POST', body }))
    expect([response.status, (await response.json()).message]).toEqual([
      413,
      'the body has more than 100100 values',
    ])
  })
})
