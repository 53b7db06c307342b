import { AUTO_ON_WEBGPU, expect, fixture, test } from '../support/site.js'

const DOCUMENTS = Array.from({ length: 30 }, (_, i) => `panda ${i} ${'bamboo '.repeat(i)}`)
/** Few and short, for a GPU in software. */
const FEW = DOCUMENTS.slice(0, 6)

for (const [device, options, tag] of [
  ['wasm', { model: fixture('tiny-bert'), device: 'wasm' }, []],
  ['webgpu', AUTO_ON_WEBGPU, ['@webgpu']],
] as const) {
  test(`on ${device}, a search that is repeated is the first one bit for bit, from memory`, {
    tag: [...tag],
  }, async ({ shared: site }) => {
    const request = { query: 'panda', documents: FEW, raw_scores: true }
    const first = await site.rank(request, options)
    expect(first.webrerank.device).toBe(device)
    expect(first.webrerank.cached).toEqual({ scores: 0, encodings: 0 })
    const again = await site.rank(request, options)
    expect(again.webrerank.cached).toEqual({ scores: 6, encodings: 0 })
    expect(again.results).toEqual(first.results)
    expect(again.usage).toEqual(first.usage)
    // Only what is new is scored: another query has the tokens, another document neither.
    const other = await site.rank({ ...request, query: 'a tree' }, options)
    expect(other.webrerank.cached).toEqual({ scores: 0, encodings: 6 })
    const more = await site.rank({ ...request, documents: ['new', ...FEW] }, options)
    expect(more.webrerank.cached).toEqual({ scores: 6, encodings: 0 })
    // Other options of length are another question.
    const cut = await site.rank({ ...request, max_tokens_per_doc: 3 }, options)
    expect(cut.webrerank.cached?.scores).toBe(0)
  })
}

test('off, nothing is remembered, and scores are the same', async ({ site }) => {
  const request = { query: 'panda', documents: DOCUMENTS, raw_scores: true }
  const options = { model: fixture('tiny-bert'), device: 'wasm' } as const
  const kept = await site.rank(request, options)
  for (let i = 0; i < 2; i++) {
    const answer = await site.rank(request, { ...options, cache: false })
    expect(answer.webrerank.cached).toEqual({ scores: 0, encodings: 0 })
    expect(answer.results).toEqual(kept.results)
  }
})

test('a bound that is too small drops what was used longest ago, and changes no score', async ({ site }) => {
  const options = { model: fixture('tiny-bert'), device: 'wasm' } as const
  const small = { ...options, cache: { bytes: 8000 } }
  const request = { query: 'panda', documents: DOCUMENTS, raw_scores: true }
  const whole = await site.rank(request, options)
  await site.rank(request, small)
  const again = await site.rank(request, small)
  expect(again.webrerank.cached!.scores).toBeLessThan(30)
  expect(again.results).toEqual(whole.results)
  const few = { ...request, documents: DOCUMENTS.slice(0, 2) }
  await site.rank(few, small)
  expect((await site.rank(few, small)).webrerank.cached!.scores).toBe(2)
})

test('prepare: a corpus is encoded ahead, with progress, and is not tokenized again', async ({ site }) => {
  const outcome = await site.page.evaluate(
    async ([model, documents]) => {
      const { createReranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      const plain = createReranker({ model, device: 'wasm', cache: false })
      const reranker = createReranker({ model, device: 'wasm' })
      const seen: [string, number, number][] = []
      const kept = await reranker.prepare(documents, {
        onProgress: ({ step, loaded, total }) => seen.push([step, loaded, total]),
      })
      const request = { query: 'panda', documents: [...documents, 'new'], raw_scores: true }
      const answer = await reranker.rank(request)
      const controller = new AbortController()
      const aborted = reranker
        .prepare(
          Array.from({ length: 20_000 }, (_, i) => `${i}`),
          { signal: controller.signal },
        )
        .catch((error: Error) => error.name)
      controller.abort()
      // A request goes before a corpus.
      const long = reranker.prepare(Array.from({ length: 20_000 }, (_, i) => `panda number ${i}`))
      let ended = false
      void long.then(() => {
        ended = true
      })
      await reranker.rank({ query: 'tree', documents: ['a', 'b'] })
      const before = !ended
      await long
      return {
        kept,
        last: seen.at(-1),
        cached: answer.webrerank.cached,
        same: JSON.stringify(answer.results) === JSON.stringify((await plain.rank(request)).results),
        aborted: await aborted,
        before,
        off: await plain.prepare(documents).catch((error) => [error.code, error.param]),
      }
    },
    [fixture('tiny-bert'), DOCUMENTS] as const,
  )
  expect(outcome).toEqual({
    kept: 30,
    last: ['prepare', 30, 30],
    cached: { scores: 0, encodings: 30 },
    same: true,
    aborted: 'AbortError',
    before: true,
    off: ['invalid_request', 'cache'],
  })
})
