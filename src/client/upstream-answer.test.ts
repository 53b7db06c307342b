import { describe, expect, test } from 'vitest'
import { answering, ask, BODY, listen, RESULTS } from '../../fixtures/wire/upstream.js'

/** What an upstream answers: what is taken of it, and what is refused. */

test.each([301, 302, 303, 307, 308])(
  'a redirect by %i is not followed: nothing reaches the other origin',
  async (status) => {
    const reached: unknown[] = []
    const other = await listen((request, response) => {
      reached.push(request.headers)
      response.end(JSON.stringify({ results: RESULTS }))
    })
    const url = await listen((_, response) =>
      response.writeHead(status, { location: `${other}/v1/rerank` }).end(),
    )
    const asked = ask(url, { headers: { 'x-api-key': 'secret' } })
    await expect(asked).rejects.toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining('redirects'),
      details: { status },
    })
    expect(reached).toEqual([])
  },
)

describe('an answer that is no ranking', () => {
  test('an endless one is left after some megabytes', async () => {
    let sent = 0
    const url = await listen((_, response) => {
      const chunk = Buffer.alloc(2 ** 16, ' ')
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length
      }
      response.on('drain', more)
      more()
    })
    await expect(ask(url)).rejects.toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining('larger than the limit'),
    })
    expect(sent).toBeLessThan(64 * 2 ** 20)
  })
  test.each([
    ['', 'empty'],
    ['<html>', 'not valid JSON'],
    ['['.repeat(100_000), 'nested deeper'],
    [`[${'{},'.repeat(11_000)}{}]`, 'values'],
    ['{}', 'not a ranking'],
    [{ results: [] }, 'ranked 0 of 3 documents'],
    [{ results: RESULTS.slice(1) }, 'ranked 2 of 3 documents'],
    [{ results: [{ index: 0.5, relevance_score: 1 }] }, 'not a ranking'],
    [{ results: [{ index: 3, relevance_score: 1 }] }, 'not a ranking'],
    [{ results: [RESULTS[0], RESULTS[0], RESULTS[1]] }, 'not a ranking'],
    ['{"results":[{"index":0,"relevance_score":1e400}]}', 'not a ranking'],
  ])('%j', async (answer, message) => {
    await expect(ask(await answering(answer))).rejects.toMatchObject({
      code: 'upstream_failed',
      message: expect.stringContaining(message),
    })
  })
  test('bytes that are no UTF-8', async () => {
    const url = await listen((_, response) => response.end(Buffer.from([0x22, 0xff, 0x22])))
    await expect(ask(url)).rejects.toMatchObject({ message: expect.stringContaining('not valid UTF-8') })
  })
})

test.each([[[0, 1, 0.5]], [[-1000, 1000, 0.5]]])(
  'scores of %j lie strictly between 0 and 1',
  async (scores) => {
    const results = scores.map((relevance_score, index) => ({ index, relevance_score }))
    const answer = await ask(await answering({ results }))
    expect(answer.results.map(({ index }) => index)).toEqual([1, 2, 0])
    for (const { relevance_score } of answer.results) {
      expect(relevance_score).toBeGreaterThan(0)
      expect(relevance_score).toBeLessThan(1)
    }
  },
)

test.each(['-5', '1.5', 'null', '1e400', '"7"', '{}'])('usage of %s is not passed on', async (tokens) => {
  const url = await answering(`{"results":${JSON.stringify(RESULTS)},"usage":{"total_tokens":${tokens}}}`)
  expect((await ask(url)).usage.total_tokens).toBe(0)
})

test('one that says nothing, or stops halfway, fails with timeout', async () => {
  for (const start of ['', '{"results":[']) {
    const url = await listen((_, response) => {
      if (start) response.write(start)
    })
    await expect(ask(url, { timeout: 50 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('within 50 ms'),
    })
  }
})

test('an abort ends a wait for the rest of an answer', async () => {
  const abort = new AbortController()
  const url = await listen((_, response) => {
    response.write('{')
    setTimeout(() => abort.abort(), 20)
  })
  await expect(ask(url, {}, BODY, abort.signal)).rejects.toMatchObject({ name: 'AbortError' })
})

test('a reason of any length is told in short', async () => {
  const refused = ask(await answering({ message: 'x'.repeat(10_000) }, 500))
  await expect(refused).rejects.toMatchObject({ code: 'upstream_failed' })
  expect(await refused.catch((error: Error) => error.message)).toMatch(/^.{300,400}$/)
})
