import { expect, fixture, inPage, onWebGpu, test } from '../support/site.js'

const MODEL = fixture('tiny-bert')
const WASM = { model: MODEL, device: 'wasm' } as const

for (const [options, tag] of [
  [{ ...WASM, cache: false }, []],
  [onWebGpu('tiny-bert'), ['@webgpu']],
] as const) {
  test(`guarantee 27: 8 calls at once are all right, on ${options.device}`, { tag: [...tag] }, async ({
    shared,
  }) => {
    const outcome = await inPage(
      shared,
      async ({ reranker }, options) => {
        const rank = (i: number) =>
          reranker(options).rank({
            query: `panda ${i}`,
            documents: ['bamboo', `number ${i}`, 'a tree'],
            raw_scores: true,
          })
        const together = await Promise.all(Array.from({ length: 8 }, (_, i) => rank(i)))
        const apart = []
        for (let i = 0; i < 8; i++) apart.push(await rank(i))
        return [together, apart].map((answers) => answers.map((answer) => answer.results))
      },
      options,
    )
    expect(outcome[0]).toEqual(outcome[1])
  })
}

test('guarantee 27: 1,000 calls in a row leave memory flat', { tag: '@cdp' }, async ({ site }) => {
  const cdp = await site.page.context().newCDPSession(site.page)
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage')
    return (await cdp.send('Runtime.getHeapUsage')).usedSize
  }
  const run = (count: number) =>
    inPage(
      site,
      async ({ reranker }, { options, count }) => {
        for (let i = 0; i < count; i++) {
          await reranker(options).rank({ query: `panda ${i}`, documents: ['bamboo', 'a tree'] })
        }
      },
      { options: WASM, count },
    )
  await run(100)
  const before = await heap()
  await run(1000)
  // A leak of a single callback a call would be several times this.
  expect((await heap()) - before).toBeLessThan(300_000)
})

test('a full queue, a time limit and a disposed reranker are told apart', async ({ site }) => {
  const codes = await inPage(
    site,
    async ({ createReranker }, options) => {
      const request = { query: 'panda', documents: ['bamboo'] }
      const code = (call: Promise<unknown>) =>
        call.then(
          () => 'done',
          (error) => `${error.code} ${error.status} ${error.retryable}`,
        )
      const small = createReranker({ ...options, maxQueue: 1 })
      const queue = await Promise.all([1, 2, 3].map(() => code(small.rank(request))))
      const hasty = createReranker({ ...options, timeout: 5 })
      const late = await code(hasty.rank(request))
      const ending = code(
        small.rank({ ...request, documents: Array.from({ length: 500 }, (_, i) => `${i}`) }),
      )
      small.dispose()
      return [...queue, late, await ending, await code(small.rank(request)), await code(small.load())]
    },
    WASM,
  )
  expect(codes).toEqual([
    'done',
    'done',
    'queue_full 429 true',
    'timeout 504 true',
    'disposed 410 false',
    'disposed 410 false',
    'disposed 410 false',
  ])
})

test('an idle worker is ended, and the next call starts another', async ({ site }) => {
  const outcome = await inPage(
    site,
    async ({ createReranker, faultyWorker, workers }, options) => {
      const reranker = createReranker({ ...options, idleTimeout: 100, worker: () => faultyWorker('none') })
      await reranker.rank({ query: 'a', documents: ['b'] })
      await reranker.rank({ query: 'a', documents: ['b'] })
      const busy = workers.length
      // A worker holds a lock as long as it lives.
      const alive = async () =>
        (await navigator.locks.query()).held!.some((lock) => lock.name!.startsWith('webrerank-'))
      while (await alive()) await new Promise((resolve) => setTimeout(resolve, 50))
      await reranker.rank({ query: 'a', documents: ['b'] })
      return [busy, workers.length]
    },
    WASM,
  )
  expect(outcome).toEqual([1, 2])
})

test('two rerankers on a page do not disturb each other', async ({ site }) => {
  const outcome = await inPage(
    site,
    async ({ createReranker }, [first, second]) => {
      const [a, b] = [createReranker(first), createReranker(second)]
      const request = { query: 'panda', documents: ['bamboo', 'tree'], raw_scores: true }
      const [one, two] = await Promise.all([a.rank(request), b.rank(request)])
      a.dispose()
      const again = await b.rank(request)
      return {
        models: [one.model, two.model],
        same: JSON.stringify(two.results) === JSON.stringify(again.results),
      }
    },
    [WASM, { model: fixture('tiny-xlmr'), device: 'wasm' }] as const,
  )
  expect(outcome).toEqual({ models: ['fixtures/tiny-bert', 'fixtures/tiny-xlmr'], same: true })
})

test('progress covers every step in order, and ends at the total', async ({ site }) => {
  const steps = await inPage(
    site,
    async ({ createReranker }, options) => {
      const seen: { step: string; loaded: number; total: number }[] = []
      const documents = Array.from({ length: 50 }, (_, i) => `panda ${i}`)
      await createReranker(options).rank(
        { query: 'a', documents },
        { onProgress: (progress) => seen.push(progress) },
      )
      return seen
    },
    WASM,
  )
  expect([...new Set(steps.map(({ step }) => step))]).toEqual(['download', 'prepare', 'check', 'score'])
  const download = steps.findLast(({ step }) => step === 'download')!
  expect(download.loaded).toBe(download.total)
  expect(steps.at(-1)).toMatchObject({ step: 'score', loaded: 50, total: 50 })
})

test('a page that is left and come back to ranks again, whether it was kept or not', async ({ site }) => {
  const rank = () =>
    inPage(
      site,
      async ({ reranker }, options) => {
        const kept = 'ranked' in window
        Object.assign(window, { ranked: true })
        const request = { query: 'panda', documents: ['a tree', 'bamboo'], raw_scores: true }
        return { kept, results: (await reranker(options).rank(request)).results }
      },
      WASM,
    )
  const { results } = await rank()
  await site.page.goto(`${site.origin}/policy.html`)
  await site.page.goBack()
  // An engine may have kept the page with its worker, which goes on, or load it anew.
  expect((await rank()).results).toEqual(results)
})
