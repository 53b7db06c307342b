import { expect, test } from '../support/server.js'
import { type EdgeRequest, REQUESTS } from './requests.js'
import { RUNTIMES, type Running } from './runtimes.js'

/** Answers in each runtime of the edge, to the letter those of the server. */

interface Answer {
  status: number
  headers: Record<string, string | null>
  body: unknown
}

async function ask(url: string, { path, method = 'POST', body }: EdgeRequest, query = ''): Promise<Answer> {
  const response = await fetch(`${url}${path}${query}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const names = ['content-type', 'allow', 'retry-after']
  return {
    status: response.status,
    headers: Object.fromEntries(names.map((name) => [name, response.headers.get(name)])),
    body: await response.json(),
  }
}

/** Without what differs from one answer to the next: its id, its times, whether it was in memory; and why it ran where it did. */
function lasting({ body, ...answer }: Answer): Answer {
  const text = JSON.stringify(body, (name, value) =>
    name === 'timings' ||
    name === 'cached' ||
    name === 'reason' ||
    name === 'created' ||
    (name === 'id' && /^(rerank|score)-/.test(value))
      ? undefined
      : // Engines round the last digit of Math.exp, and so of a score, in ways of their own.
        Number.isFinite(value) && !Number.isInteger(value)
        ? Number(value.toPrecision(14))
        : value,
  )
  // Each engine says in words of its own what is wrong with a JSON.
  return { ...answer, body: JSON.parse(text.replaceAll(/(the body is not valid JSON: )[^"]*/g, '$1')) }
}

const scoresOf = ({ body }: Answer) =>
  (body as { results: { index: number; relevance_score: number }[] }).results
    .toSorted((a, b) => a.index - b.index)
    .map(({ relevance_score }) => relevance_score)

for (const [name, start] of Object.entries(RUNTIMES)) {
  test.describe(name, () => {
    test.describe.configure({ mode: 'serial' })
    let runtime: Running
    test.beforeAll(async () => {
      runtime = await start()
    })
    test.afterAll(() => runtime?.stop())

    test('answers are the server’s, to the letter', async ({ server }) => {
      expect(REQUESTS).toHaveLength(18)
      for (const request of REQUESTS) {
        const [here, there] = [await ask(runtime.url, request), await ask(server.url, request)]
        expect(lasting(here), request.name).toEqual(lasting(there))
      }
    })

    test('the fastest kernels rank alike', async ({ server }) => {
      const request = REQUESTS[1]!
      const raw = { ...request, body: { ...(request.body as object), top_n: null } }
      const [here, there] = [await ask(runtime.url, raw, '?with=auto'), await ask(server.url, raw)]
      scoresOf(here).forEach((score, i) => {
        expect(Math.abs(score - scoresOf(there)[i]!)).toBeLessThan(0.1)
      })
    })

    test('limits are kept', async () => {
      const [request] = REQUESTS as [EdgeRequest]
      expect(await ask(runtime.url, request, '?with=small')).toMatchObject({ status: 413 })
      const three = { query: 'a', documents: ['a', 'b', 'c'] }
      expect(await ask(runtime.url, { ...request, body: three }, '?with=small')).toMatchObject({
        status: 413,
        body: { message: expect.stringContaining('documents') },
      })
    })

    test('a file that is missing or another one is told by its name, at each request', async () => {
      const [request] = REQUESTS as [EdgeRequest]
      const failures = {
        missing: 'match.bin of webrerank/tiny-en is missing among files.model',
        short:
          'match.bin of webrerank/tiny-en has 4 bytes instead of 81792: it is another file, or of another version',
        zeros: expect.stringMatching(/^tokenizer\.json is not a valid tokenizer: /),
      }
      for (const [fault, message] of Object.entries(failures)) {
        for (let time = 0; time < 2; time++) {
          const answer = await ask(runtime.url, request, `?with=${fault}`)
          const error = { code: 'integrity_failed', message, type: 'server_error', param: null }
          expect(answer, fault).toMatchObject({ status: 502, body: { error, message } })
        }
      }
      expect(await ask(runtime.url, request, '?with=failing')).toMatchObject({
        status: 502,
        body: {
          error: {
            code: 'download_failed',
            message: "loading the model's files failed: the store is closed",
          },
        },
      })
    })
  })
}
