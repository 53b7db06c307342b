import { expect, fixture, type PageOptions, type Site, test } from '../support/site.js'

const QUERY = 'Where does the giant panda live?'
/** Three batches on WebGPU: 64, 64 and 2. */
const DOCUMENTS = Array.from({ length: 130 }, (_, i) => `panda number ${i}`)
const GPU = { model: fixture('tiny-bert'), device: 'webgpu' } as const

/** What each worker was asked to score, told by the faulty worker. */
async function watchWorkers(site: Site): Promise<() => Promise<number[]>> {
  await site.page.evaluate(() => {
    const log: number[] = []
    Object.assign(globalThis, { scored: log })
    new BroadcastChannel('scored').onmessage = ({ data }) => log.push(data.documents)
  })
  return () => site.page.evaluate(() => (globalThis as unknown as { scored: number[] }).scored)
}

/** Longer than a test: only a clock that is put forward comes to it. */
const WATCHDOG = 3_600_000

/** Puts the page's clock past the watchdog as soon as the GPU hangs. */
async function passWatchdog({ page }: Site): Promise<void> {
  await page.clock.install()
  // A jump of the clock is one step of the watchdog, as a time is in which the page was frozen.
  await page.exposeFunction('passWatchdog', async () => {
    for (let step = 0; step < 12; step++) await page.clock.fastForward(WATCHDOG / 10)
  })
  await page.evaluate(() => {
    new BroadcastChannel('hangs').onmessage = () =>
      (globalThis as unknown as { passWatchdog(): void }).passWatchdog()
  })
}

/** A ranking on WASM alone, to compare with. */
async function onWasm(site: Site, documents = DOCUMENTS): Promise<number[]> {
  const options = { model: fixture('tiny-bert'), device: 'wasm' } as const
  const { results } = await site.rank({ query: QUERY, documents, raw_scores: true }, options)
  return results.toSorted((a, b) => a.index - b.index).map((result) => result.relevance_score)
}

test.describe('WASM takes over', { tag: '@webgpu' }, () => {
  const cases: { fault: string; code: string; asked: number[]; options?: PageOptions }[] = [
    // The device refuses the session: nothing was scored on it.
    { fault: 'no-device', code: 'inference_failed', asked: [130] },
    { fault: 'wrong-scores', code: 'canary_failed', asked: [130] },
    // In mid-request: what was scored before is not scored again.
    { fault: 'nan', code: 'inference_failed', asked: [130, 66] },
    { fault: 'device-lost', code: 'device_lost', asked: [130, 66] },
    { fault: 'hang', code: 'timeout', asked: [130, 130], options: { watchdog: WATCHDOG } },
  ]
  for (const { fault, code, asked, options } of cases) {
    test(`after ${fault}, and the answer says so`, async ({ site }) => {
      const workers = await watchWorkers(site)
      if (fault === 'hang') await passWatchdog(site)
      const answer = await site.rank(
        { query: QUERY, documents: DOCUMENTS, raw_scores: true },
        { ...GPU, fault, ...options },
      )
      expect(answer.webrerank).toMatchObject({
        device: 'wasm',
        fallback: { from: 'webgpu', to: 'wasm', code },
      })
      expect(answer.webrerank.reason).toContain('WebGPU failed')
      expect(answer.webrerank.reason).not.toContain('\n')
      expect(await workers()).toEqual(asked)
      const reference = await onWasm(site)
      for (const { index, relevance_score } of answer.results) {
        // Some scores are the GPU's fp32, the others int8.
        expect(Math.abs(relevance_score - reference[index]!)).toBeLessThan(0.5)
      }
      // The next call goes straight to WASM.
      const next = await site.rank({ query: QUERY, documents: ['a'] }, { ...GPU, fault, ...options })
      expect(next.webrerank).toMatchObject({ device: 'wasm', fallback: { code } })
    })
  }
})

test('a model that is wrong everywhere is refused', async ({ site }) => {
  const model = {
    ...fixture('tiny-bert'),
    reference: [{ query: 'a', document: 'b', logit: { q8: 99, fp32: 99 } }],
  }
  const wrong = await site.fetch({ query: QUERY, documents: DOCUMENTS }, { model, device: 'wasm' })
  expect([wrong.status, wrong.body.error?.code]).toEqual([500, 'canary_failed'])
  const nan = await site.fetch(
    { query: QUERY, documents: DOCUMENTS },
    { model: fixture('tiny-nan'), device: 'wasm' },
  )
  expect([nan.status, nan.body.error?.code]).toEqual([500, 'canary_failed'])
})

test('NaN never leaves in a 200', async ({ site }) => {
  const { reference: _, ...model } = fixture('tiny-nan')
  const answer = await site.fetch({ query: QUERY, documents: ['a', 'b'] }, { model, device: 'wasm' })
  expect([answer.status, answer.body.error?.code]).toEqual([500, 'inference_failed'])
})

for (const fault of ['dies-in-load', 'dies-in-score', 'closes-in-score']) {
  test(`a worker that ${fault.replaceAll('-', ' ')} rejects all that is under way, and the next call works`, async ({
    site,
  }) => {
    const outcome = await site.page.evaluate(
      async ([model, fault, documents]) => {
        const { createReranker, faultyWorker } = (await import(
          '/site.js' as string
        )) as typeof import('../pages/site.js')
        const reranker = createReranker({ model, device: 'wasm', worker: () => faultyWorker(fault) })
        const call = () => reranker.rank({ query: 'panda', documents })
        const first = await Promise.allSettled([call(), reranker.load()])
        const next = await call()
        return {
          codes: first.map((result) => (result.status === 'rejected' ? result.reason.code : 'fulfilled')),
          next: next.results.length,
        }
      },
      [fixture('tiny-bert'), fault, DOCUMENTS] as const,
    )
    expect(outcome.codes[0]).toBe('worker_crashed')
    if (fault === 'dies-in-load') expect(outcome.codes[1]).toBe('worker_crashed')
    expect(outcome.next).toBe(130)
  })
}

test('a worker ended from outside is noticed at once', async ({ site }) => {
  const outcome = await site.page.evaluate(
    async ([model, documents]) => {
      const { createReranker, faultyWorker, workers } = (await import(
        '/site.js' as string
      )) as typeof import('../pages/site.js')
      const reranker = createReranker({ model, device: 'wasm', worker: () => faultyWorker('none') })
      await reranker.load()
      const ranking = reranker.rank({ query: 'panda', documents })
      workers.at(-1)!.terminate()
      const [first] = await Promise.allSettled([ranking])
      const next = await reranker.rank({ query: 'panda', documents })
      return {
        first: first.status === 'rejected' ? first.reason.code : first.status,
        next: next.results.length,
      }
    },
    [fixture('tiny-bert'), DOCUMENTS] as const,
  )
  expect(outcome).toEqual({ first: 'worker_crashed', next: 130 })
})

for (const [name, fault, message] of [
  ['a worker that says nothing', 'silent', /within 1500 ms/],
  ['a worker that throws at its start', 'throws-at-start', /a fault at start/],
] as const) {
  test(`${name} is an error, not a wait`, async ({ site }) => {
    const answer = await site.fetch({ query: QUERY, documents: ['a'] }, { fault, startTimeout: 1500 })
    expect([answer.status, answer.body.error?.code]).toEqual([500, 'worker_crashed'])
    expect(answer.body.error?.message).toMatch(message)
  })
}

test('files that are not what they should be are refused, and a later try works', async ({ site }) => {
  const body = { query: QUERY, documents: ['a'] }
  const options = { model: fixture('tiny-bert'), device: 'wasm' } as const
  const weights = (url: string | undefined) => url?.endsWith('.onnx')
  const failures = [
    [() => 404, 'download_failed'],
    [() => 503, 'download_failed'],
    [() => 'cut' as const, 'download_failed'],
    [() => ({ body: '<!doctype html>', type: 'text/html' }), 'integrity_failed'],
    [() => ({ body: 'short', type: 'application/octet-stream' }), 'integrity_failed'],
    [
      () => ({ body: 'x'.repeat(options.model.weights.q8!.bytes!), type: 'application/octet-stream' }),
      'integrity_failed',
    ],
  ] as const
  for (const [fault, code] of failures) {
    site.intercept = ({ url }) => (weights(url) ? fault() : undefined)
    const answer = await site.fetch(body, options)
    expect([answer.status, answer.body.error?.code]).toEqual([502, code])
  }
  site.intercept = undefined
  expect((await site.fetch(body, options)).status).toBe(200)
})
