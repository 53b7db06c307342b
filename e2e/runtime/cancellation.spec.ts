import { expect, fixture, inPage, test } from '../support/site.js'

/** What an abort ends, and what it leaves to others. */

const MODEL = fixture('tiny-bert')
const WASM = { model: MODEL, device: 'wasm' } as const

test('guarantee 26: aborted before: AbortError, and no work', async ({ site }) => {
  const name = await inPage(
    site,
    async ({ createReranker }, options) => {
      const reranker = createReranker(options)
      const signal = AbortSignal.abort()
      const init = { method: 'POST', body: JSON.stringify({ query: 'a', documents: ['b'] }), signal }
      const results = await Promise.allSettled([
        reranker.rank({ query: 'a', documents: ['b'] }, { signal }),
        reranker.load({ signal }),
        reranker.fetch('/v1/rerank', init),
      ])
      return results.map((result) => result.status === 'rejected' && result.reason.name)
    },
    WASM,
  )
  expect(name).toEqual(['AbortError', 'AbortError', 'AbortError'])
  expect(site.requests.some((path) => path.startsWith('/models/'))).toBe(false)
})

for (const step of ['download', 'prepare', 'check', 'score'] as const) {
  test(`guarantee 26: aborted during ${step}: rejects at once, and the next call works`, async ({ site }) => {
    const outcome = await inPage(
      site,
      async ({ createReranker }, { options, step }) => {
        const reranker = createReranker(options)
        const documents = Array.from({ length: 400 }, (_, i) => `panda ${i}`)
        const controller = new AbortController()
        const seen: string[] = []
        let aborted = 0
        const first = await reranker
          .rank(
            { query: 'panda', documents },
            {
              signal: controller.signal,
              onProgress: (progress) => {
                seen.push(progress.step)
                if (progress.step === step && !aborted) {
                  aborted = seen.length
                  controller.abort()
                }
              },
            },
          )
          .catch((error: Error) => error.name)
        const next = await reranker.rank({ query: 'panda', documents })
        return { first, after: seen.length - aborted, next: next.results.length }
      },
      { options: WASM, step },
    )
    expect(outcome).toEqual({ first: 'AbortError', after: 0, next: 400 })
  })
}

test("guarantee 26: a reason of the caller's own is what a call rejects with; fetch as well", async ({
  site,
}) => {
  const outcome = await inPage(
    site,
    async ({ createReranker }, options) => {
      const reranker = createReranker(options)
      const body = JSON.stringify({
        query: 'a',
        documents: Array.from({ length: 400 }, (_, i) => `panda ${i}`),
      })
      const call = (signal: AbortSignal) =>
        reranker
          .fetch('/v1/rerank', { method: 'POST', body, signal })
          .catch((reason) => reason.name ?? reason)
      const controller = new AbortController()
      const results = [call(controller.signal), call(AbortSignal.timeout(30))]
      controller.abort('my reason')
      return Promise.all(results)
    },
    WASM,
  )
  expect(outcome).toEqual(['my reason', 'TimeoutError'])
})

test('guarantee 26: one caller who leaves does not end the load of another', async ({ site }) => {
  const outcome = await inPage(
    site,
    async ({ createReranker }, options) => {
      const reranker = createReranker(options)
      const controller = new AbortController()
      const leaving = reranker.load({ signal: controller.signal }).catch((error: Error) => error.name)
      const staying = reranker.load().then((info) => info.device)
      controller.abort()
      return Promise.all([leaving, staying])
    },
    WASM,
  )
  expect(outcome).toEqual(['AbortError', 'wasm'])
})
