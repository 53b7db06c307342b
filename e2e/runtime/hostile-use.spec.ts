import { createCard } from '../../fixtures/models/cards.mjs'
import { createModel } from '../../fixtures/models/models.mjs'
import { expect, fixture, inPage, test } from '../support/site.js'

/** A reranker outlives hostile models, options, listeners and a site that clears its storage. */

const WASM = { model: fixture('tiny-bert'), device: 'wasm' } as const
const REQUEST = { query: 'panda', documents: ['bamboo', 'a tree'] }

test('a tokenizer whose expression never ends: the call is cancelled at once, and the next one is answered', async ({
  site,
}) => {
  const { tokenizer } = createModel('tiny-roberta')
  const endless = { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated', invert: false }
  const changed = {
    ...tokenizer,
    pre_tokenizer: { type: 'Sequence', pretokenizers: [endless, tokenizer.pre_tokenizer] },
  }
  site.intercept = ({ url }) =>
    url?.endsWith('tokenizer.json') ? { body: JSON.stringify(changed), type: 'application/json' } : undefined
  const card = createCard('tiny-roberta', '/models/tiny-roberta')
  const model = { ...card, tokenizer: { path: 'tokenizer.json' } }
  const outcome = await inPage(
    site,
    async ({ createReranker }, { options, request }) => {
      const reranker = createReranker(options)
      await reranker.load()
      const controller = new AbortController()
      const hung = reranker
        .rank({ ...request, documents: [`${'a'.repeat(60)}b`] }, { signal: controller.signal })
        .catch((error: Error) => error.name)
      await new Promise((resolve) => setTimeout(resolve, 300))
      controller.abort()
      return [await hung, await reranker.rank(request).catch((error) => error.code)] as const
    },
    { options: { model, device: 'wasm' as const }, request: REQUEST },
  )
  expect(outcome[0]).toBe('AbortError')
  // The one that waited beside the hung worker is told; the next has another worker.
  expect(['worker_crashed', expect.anything()]).toContainEqual(outcome[1])
  expect((await site.rank(REQUEST, { model, device: 'wasm' })).results).toHaveLength(2)
})

test('a site that clears its storage goes on, with old rerankers and new ones', async ({ site }) => {
  const rank = () =>
    inPage(
      site,
      async ({ createReranker }, { options, request }) => {
        const page = globalThis as unknown as { old?: ReturnType<typeof createReranker> }
        page.old ??= createReranker(options)
        const own = createReranker(options)
        const count = async (reranker: typeof own) => (await reranker.rank(request)).results.length
        return [await count(page.old), await count(own)]
      },
      { options: WASM, request: REQUEST },
    )
  expect(await rank()).toEqual([2, 2])
  site.headers = { 'clear-site-data': '"storage"' }
  await site.page.evaluate(() => fetch('/blank.html', { cache: 'no-store' }))
  site.headers = {}
  expect(await rank()).toEqual([2, 2])
  expect(await rank()).toEqual([2, 2])
})

test('a listener that throws fails nobody: not its own call, nor another one of the same load', async ({
  site,
}) => {
  const outcome = await inPage(
    site,
    async ({ createReranker }, { options, request }) => {
      const told: string[] = []
      addEventListener('error', (event) => {
        told.push(event.message)
        event.preventDefault()
      })
      const reranker = createReranker(options)
      const onProgress = () => {
        throw new Error('A broke')
      }
      const calls = [reranker.load({ onProgress }), reranker.load(), reranker.rank(request, { onProgress })]
      const settled = await Promise.allSettled(calls)
      return {
        states: settled.map(({ status }) => status),
        told: told.some((text) => text.includes('A broke')),
      }
    },
    { options: WASM, request: REQUEST },
  )
  expect(outcome).toEqual({ states: ['fulfilled', 'fulfilled', 'fulfilled'], told: true })
})

test('dispose() settles a call that an upstream never answers', async ({ site }) => {
  site.intercept = ({ url }) => (url === '/silent' ? 'stall' : undefined)
  const code = await inPage(
    site,
    async ({ createReranker }, { options, request }) => {
      const upstream = { url: `${location.origin}/silent`, when: 'always' as const }
      const reranker = createReranker({ ...options, upstream })
      const call = reranker.rank(request).catch((error) => error.code)
      await new Promise((resolve) => setTimeout(resolve, 200))
      reranker.dispose()
      return call
    },
    { options: WASM, request: REQUEST },
  )
  expect(code).toBe('disposed')
})

test('times without end are never, and what is no option is refused by name', async ({ site }) => {
  const never = {
    timeout: Number.POSITIVE_INFINITY,
    startTimeout: Number.POSITIVE_INFINITY,
    watchdog: Number.POSITIVE_INFINITY,
    idleTimeout: Number.POSITIVE_INFINITY,
    stallTimeout: Number.POSITIVE_INFINITY,
  }
  expect((await site.rank(REQUEST, { ...WASM, ...never })).results).toHaveLength(2)
  const wrong = [
    { timeout: 3e9 },
    { timeout: -1 },
    { watchdog: 2 ** 31 },
    { startTimeout: Number.NaN },
    { idleTimeout: '5' },
    { device: 'tpu' },
    { maxQueue: 'x' },
    { host: 'nowhere' },
    { model: { id: 'a' } },
    { model: 5 },
  ]
  const refusals = await inPage(
    site,
    async ({ createReranker, isRerankError }, { options, request, wrong }) => {
      const refusals: unknown[] = []
      for (const part of wrong) {
        const call = createReranker({ ...options, ...part } as never).rank(request)
        refusals.push(await call.catch((error) => [isRerankError(error), error.code, error.param]))
      }
      return refusals
    },
    { options: WASM, request: REQUEST, wrong },
  )
  expect(refusals).toEqual(wrong.map((part) => [true, 'invalid_request', Object.keys(part)[0]!]))
})

test('what is no corpus is refused by the place of what is no text', async ({ site }) => {
  const refusals = await inPage(
    site,
    async ({ createReranker, isRerankError }, options) => {
      const reranker = createReranker(options)
      const hole = ['a', 'x', 'b']
      delete hole[1]
      const tries = [undefined, 'a', 5, { 0: 'a' }, hole, ['a', 5], ['a', () => {}]]
      return Promise.all(
        tries.map((documents) =>
          reranker
            .prepare(documents as never)
            .catch((error) => isRerankError(error) && `${error.code} ${error.message.split(' ')[0]}`),
        ),
      )
    },
    WASM,
  )
  const [whole, part] = ['invalid_request documents', 'invalid_request documents[1]']
  expect(refusals).toEqual([whole, whole, whole, whole, part, part, part])
})
