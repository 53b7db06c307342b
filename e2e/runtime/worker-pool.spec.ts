import type { Reranker, RerankResponse } from '../../src/index.js'
import { expect, fixture, type Site, test } from '../support/site.js'

const QUERY = 'How is glass made from sand?'
/** Enough work for several workers: texts of all lengths, up to the window and past it. */
const WORDS = 'glass sand is made of the old river and not how people heat it in an oven for windows'.split(
  ' ',
)
const DOCUMENTS = Array.from({ length: 400 }, (_, i) =>
  Array.from({ length: 20 + ((i * 37) % 140) }, (_, j) => WORDS[(i * 7 + j * j * 3 + j) % WORDS.length]).join(
    ' ',
  ),
)

interface Run {
  answers: RerankResponse[]
  /** Workers that were started. */
  workers: number
  seen: number[]
}

/** Ranks the same request in the page, on workers that fail in a given way. */
function rank(site: Site, { fault = 'none', rounds = 1, ...options }: Record<string, unknown>): Promise<Run> {
  return site.page.evaluate(
    async ([query, documents, fault, rounds, options]) => {
      const { createReranker, faultyWorker, workers } = (await import(
        '/site.js' as string
      )) as typeof import('../pages/site.js')
      workers.length = 0
      const reranker: Reranker = createReranker({
        device: 'wasm',
        cache: false,
        ...options,
        worker: () => faultyWorker(fault),
      })
      const answers: RerankResponse[] = []
      const seen: number[] = []
      for (let i = 0; i < rounds; i++) {
        const onProgress = ({ step, loaded }: { step: string; loaded: number }) => {
          if (step === 'score') seen.push(loaded)
        }
        const request = { query, documents, raw_scores: true, return_documents: false }
        answers.push(await reranker.rank(request, { onProgress }))
      }
      reranker.dispose()
      return { answers, workers: workers.length, seen }
    },
    [QUERY, DOCUMENTS, fault as string, rounds as number, options] as const,
  )
}

let alone: Promise<RerankResponse> | undefined
/** What one worker answers: the same in every test. */
function rankAlone(site: Site): Promise<RerankResponse> {
  alone ??= rank(site, { workers: 1 }).then(({ answers }) => answers[0]!)
  return alone
}

const bits = ({ results }: RerankResponse) => results.map((result) => [result.index, result.relevance_score])

test('one worker and several give the same bits, and each file is fetched once', async ({ site }) => {
  const one = await rank(site, { workers: 1 })
  expect(one.workers).toBe(1)
  const before = site.requests.length
  const three = await rank(site, { workers: 3, rounds: 2 })
  expect(three.workers).toBe(3)
  for (const answer of three.answers) {
    expect(bits(answer)).toEqual(bits(one.answers[0]!))
    expect(answer.usage).toEqual(one.answers[0]!.usage)
    expect(answer.webrerank.truncated).toEqual(one.answers[0]!.webrerank.truncated)
  }
  // Scores are handed on as they come, and counted up to the last.
  expect(three.seen.length).toBeGreaterThan(4)
  expect(three.seen.at(-1)).toBe(DOCUMENTS.length)
  const files = site.requests.slice(before).filter((path) => /models\/|engine\//.test(path))
  expect(files.length).toBeGreaterThan(3)
  expect(new Set(files).size).toBe(files.length)
})

test('ONNX Runtime in several workers gives the bits of one', async ({ site }) => {
  site.intercept = ({ url }) => (url?.startsWith('/dist/engine/') ? 404 : undefined)
  const one = await rank(site, { workers: 1 })
  const two = await rank(site, { workers: 2 })
  expect(two.answers[0]!.webrerank.build).toBe('wasm')
  expect(two.workers).toBe(2)
  expect(bits(two.answers[0]!)).toEqual(bits(one.answers[0]!))
})

test('a small request starts no second worker', async ({ site }) => {
  const started = await site.page.evaluate(async () => {
    const { createReranker, faultyWorker, workers } = (await import(
      '/site.js' as string
    )) as typeof import('../pages/site.js')
    const reranker = createReranker({ device: 'wasm', workers: 4, worker: () => faultyWorker('none') })
    for (let i = 0; i < 3; i++) await reranker.rank({ query: `q ${i}`, documents: ['a', 'b', 'c'] })
    return workers.length
  })
  expect(started).toBe(1)
})

for (const fault of ['help-dies', 'help-hangs', 'help-does-not-start']) {
  test(`a worker whose ${fault.replaceAll('-', ' ')} holds nothing up and loses nothing`, async ({
    site,
  }) => {
    const faulty = await rank(site, { workers: 2, fault, rounds: 2 })
    expect(faulty.workers).toBeGreaterThan(1)
    const one = await rankAlone(site)
    for (const answer of faulty.answers) expect(bits(answer)).toEqual(bits(one))
  })
}

test('an abort ends the work of all, and what is asked next is whole; dispose ends every worker', async ({
  site,
}) => {
  const outcome = await site.page.evaluate(
    async ([query, documents]) => {
      const { createReranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      const reranker = createReranker({ device: 'wasm', workers: 3, cache: false })
      const request = { query, documents, raw_scores: true }
      const first = await reranker.rank(request)
      const controller = new AbortController()
      let after = 0
      const aborted = await reranker
        .rank(request, {
          signal: controller.signal,
          onProgress: () => {
            if (controller.signal.aborted) after++
            controller.abort()
          },
        })
        .catch((error: Error) => error.name)
      const next = await reranker.rank(request)
      const locks = async () =>
        (await navigator.locks.query()).held!.filter((lock) => lock.name!.startsWith('webrerank-')).length
      const held = await locks()
      reranker.dispose()
      while ((await locks()) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
      return { aborted, after, held, same: JSON.stringify(first.results) === JSON.stringify(next.results) }
    },
    [QUERY, DOCUMENTS] as const,
  )
  expect(outcome).toEqual({ aborted: 'AbortError', after: 0, held: 3, same: true })
})

test('WebGPU that fails hands over to several workers', { tag: '@webgpu' }, async ({ site }) => {
  const run = await rank(site, { workers: 2, device: 'webgpu', fault: 'no-device' })
  const one = await rank(site, { workers: 1 })
  expect(run.answers[0]!.webrerank).toMatchObject({ device: 'wasm', fallback: { from: 'webgpu' } })
  // One for the GPU, two for the CPU.
  expect(run.workers).toBe(3)
  expect(bits(run.answers[0]!)).toEqual(bits(one.answers[0]!))
})

test('workers and cache bounds that make no sense are refused by name', async ({ site }) => {
  const body = { query: 'a', documents: ['b'] }
  for (const [options, param] of [
    [{ workers: 0 }, 'workers'],
    [{ workers: 1.5 }, 'workers'],
    [{ cache: { bytes: -1 } }, 'cache.bytes'],
  ] as const) {
    const answer = await site.fetch(body, { model: fixture('tiny-bert'), device: 'wasm', ...options })
    expect([answer.status, answer.body.error?.code, answer.body.error?.param]).toEqual([
      400,
      'invalid_request',
      param,
    ])
  }
})
