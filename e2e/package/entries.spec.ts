import { createCard } from '../../fixtures/models/cards.mjs'
import { expect, type Site, test } from '../support/site.js'
import { expects } from '../support/watched.js'

const REQUEST = {
  query: 'capital of France',
  documents: ['Bread is baked.', 'Paris is the capital of France.'],
}

/** Ranks with an entry of the package, and tells the answer or the error. */
function rankWith(site: Site, entry: 'cpu' | 'inline', options: object = {}) {
  return site.page.evaluate(
    async ([address, options, request]) => {
      const { createReranker } = (await import(address)) as typeof import('../../src/entries/cpu.js')
      const reranker = createReranker(options)
      try {
        const { results, webrerank } = await reranker.rank(request)
        const { device, build, reason } = webrerank
        return { scores: results.map(({ relevance_score }) => relevance_score), device, build, reason }
      } catch (error) {
        const { code, message } = error as import('../../src/index.js').RerankError
        return { code, message }
      } finally {
        reranker.dispose()
      }
    },
    [`/dist/${entry}.js`, options, REQUEST] as const,
  )
}

test('webrerank/cpu and webrerank/inline score as webrerank does, and ask for nothing of ONNX Runtime', async ({
  site,
}) => {
  const { results } = await site.rank(REQUEST, { device: 'wasm' })
  const scores = results.map(({ relevance_score }) => relevance_score)
  site.requests.length = 0
  expect(await rankWith(site, 'cpu')).toEqual({
    scores,
    device: 'wasm',
    build: 'engine',
    reason: 'webrerank/cpu runs on the CPU alone',
  })
  expect(site.requests).toContain('/dist/worker-cpu.js')
  expect(site.requests.filter((path) => /\/ort\/|\/worker\.js/.test(path))).toEqual([])
  site.requests.length = 0
  expect(await rankWith(site, 'inline')).toMatchObject({ scores, build: 'engine' })
  // Scripts alone, and none of them a worker's.
  expect(site.requests.filter((path) => !path.endsWith('.js') || path.includes('worker-cpu'))).toEqual([])
})

test('webrerank/cpu says of a model that it cannot run what to import, and of a GPU that it has none', async ({
  site,
}) => {
  const other = await rankWith(site, 'cpu', { model: createCard('tiny-deberta', '/models/tiny-deberta') })
  expect(other.code).toBe('unsupported_device')
  expect(other.message).toContain('import webrerank')
  const gpu = await rankWith(site, 'cpu', { device: 'webgpu' })
  expect(gpu.code).toBe('unsupported_device')
  expect(gpu.message).toContain('runs on the CPU alone')
})

test(
  'webrerank/inline says what a content security policy must allow',
  expects('Content Security Policy'),
  async ({ site }) => {
    await site.page.route('**/guarded.html', (route) =>
      route.fulfill({
        body: '<!doctype html><title>guarded</title>',
        contentType: 'text/html',
        headers: { 'content-security-policy': "worker-src 'self'" },
      }),
    )
    await site.page.goto(`${site.origin}/guarded.html`)
    const refused = await rankWith(site, 'inline')
    expect(refused.code).toBe('worker_load_failed')
    expect(refused.message).toContain('blob: in worker-src and connect-src')
  },
)
