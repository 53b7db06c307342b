import { describe, expect, test } from 'vitest'
import { answering, ask, BODY, listen, RESULTS } from '../../fixtures/wire/upstream.js'

describe('several addresses', () => {
  const good = () => answering({ results: RESULTS })

  test.each([408, 429, 500, 502, 503, 504])('after a %i the next one is asked', async (status) => {
    const [bad, other] = [await answering({}, status), await good()]
    const answer = await ask([bad, other], { retries: 1 })
    expect(answer.webrerank.upstream).toBe(other)
  })

  test('after one that is down, hangs or ends in the middle as well', async () => {
    const hanging = await listen(() => {})
    const broken = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"results":')
      setTimeout(() => response.destroy(), 20)
    })
    const other = await good()
    const urls = ['http://127.0.0.1:1/', hanging, broken, other]
    const answer = await ask(urls, { retries: 3, timeout: 2000 })
    expect(answer.webrerank.upstream).toBe(other)
  })

  test.each([
    [400, 'invalid_request'],
    [401, 'upstream_failed'],
    [404, 'upstream_failed'],
  ])('a %i is not asked again: it would be the same', async (status, code) => {
    let asked = 0
    const bad = await listen((_, response) => {
      asked++
      response.writeHead(status).end('{}')
    })
    await expect(ask(bad, { retries: 3 })).rejects.toMatchObject({ code })
    expect(asked).toBe(1)
  })

  test('one address is asked again after a failure that may pass, but not after one that took too long', async () => {
    let asked = 0
    const flaky = await listen((_, response) => {
      if (++asked < 3) response.destroy()
      else response.end(JSON.stringify({ results: RESULTS }))
    })
    expect((await ask(flaky, { retries: 2 })).results).toHaveLength(3)
    expect(asked).toBe(3)
    let slow = 0
    const hanging = await listen(() => {
      slow++
    })
    await expect(ask(hanging, { retries: 2, timeout: 500 })).rejects.toMatchObject({ code: 'timeout' })
    expect(slow).toBeLessThanOrEqual(1)
  })

  test('an abort ends the pause between two attempts', async () => {
    const abort = new AbortController()
    const url = await listen((_, response) => {
      response.destroy()
      abort.abort()
    })
    await expect(ask(url, { retries: 10 }, BODY, abort.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })
})
