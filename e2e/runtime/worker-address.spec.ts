import { serveFiles } from '../support/file-server.js'
import { expect, type Site, test } from '../support/site.js'
import { expects } from '../support/watched.js'

/** What consoles say of what a policy blocks, or a server does not let be read. */
const BLOCKED = expects('Content Security Policy', 'Content-Security-Policy', 'TrustedScriptURL')
const UNREADABLE = expects('Access-Control-Allow-Origin', 'Cross-Origin Request Blocked')

const REQUEST = {
  query: 'capital of France',
  documents: ['Bread is baked.', 'Paris is the capital of France.'],
}

/** Ranks with the package of an origin, and tells the best document or the error. */
function rankFrom(site: Site, origin: string) {
  return site.page.evaluate(
    async ([entry, request]) => {
      const { createReranker } = (await import(entry)) as typeof import('../../src/index.js')
      const reranker = createReranker({ device: 'wasm' })
      try {
        const { results } = await reranker.rank(request)
        return { best: results[0]!.index }
      } catch (error) {
        const { code, retryable, message, details, cause } = error as import('../../src/index.js').RerankError
        return { code, retryable, message, address: details?.address, cause: String(cause ?? '') }
      } finally {
        reranker.dispose()
      }
    },
    [`${origin}/dist/index.js`, REQUEST] as const,
  )
}

/** What an engine throws where a worker is made; nothing where it does not. */
function refusalOf(site: Site, address: string): Promise<string> {
  return site.page.evaluate((address) => {
    try {
      new Worker(address, { type: 'module' }).terminate()
      return ''
    } catch (error) {
      return String(error)
    }
  }, address)
}

for (const [name, answer, told] of [
  ['is missing', 404, 'answered 404'],
  ['is answered with a page', { body: '<!doctype html>', type: 'text/html' }, 'is answered with text/html'],
] as const) {
  test(`a worker that ${name} is told with its address and a remedy, and may come later`, async ({
    site,
  }) => {
    site.intercept = ({ url }) => (url === '/dist/worker.js' ? answer : undefined)
    const address = `${site.origin}/dist/worker.js`
    const failed = await rankFrom(site, site.origin)
    expect(failed).toMatchObject({ code: 'worker_load_failed', retryable: false, address })
    expect(failed.message).toContain(`${address} ${told}`)
    expect(failed.message).toContain('docs/guides/bundlers.md')
    site.intercept = undefined
    expect(await rankFrom(site, site.origin)).toEqual({ best: 1 })
  })
}

test('a network that fails is no lost address: the same call may succeed later', async ({ site }) => {
  await site.page.route('**/dist/worker.js', (route) => route.abort())
  expect(await rankFrom(site, site.origin)).toMatchObject({ code: 'worker_crashed', retryable: true })
})

test(
  'a policy that refuses the worker is told, with its directive and the remedy',
  BLOCKED,
  async ({ site }) => {
    for (const policy of ["worker-src 'none'", "worker-src 'none'; connect-src 'none'"]) {
      site.headers = { 'content-security-policy': policy }
      await site.page.reload()
      const failed = await rankFrom(site, site.origin)
      expect(failed).toMatchObject({ code: 'worker_load_failed', retryable: false })
      expect(failed.message).toContain("the page's content security policy (worker-src) refuses the worker")
      expect(failed.message).toContain("'self' in worker-src")
      // And with what the engine itself throws, where it throws.
      expect(failed.cause).toBe(await refusalOf(site, `${site.origin}/dist/worker.js`))
    }
  },
)

test.describe('the package on another origin', () => {
  let other: Awaited<ReturnType<typeof serveFiles>>
  test.beforeEach(async () => {
    other = await serveFiles({ '/dist/': 'dist/' })
    other.headers = { 'access-control-allow-origin': '*' }
  })
  test.afterEach(() => other.close())

  test('ranks, with CORS and no configuration', async ({ site }) => {
    expect(await rankFrom(site, other.origin)).toEqual({ best: 1 })
    // Every file is asked for there: the page's own site has none of them.
    expect(site.requests.filter((path) => path.startsWith('/dist/'))).toEqual([])
  })

  test(
    'is refused where the worker may not be read, by a message that names the origin',
    UNREADABLE,
    async ({ site }) => {
      // The last script before the worker's is the last one with headers.
      other.intercept = ({ url }) => {
        if (url === '/dist/worker-fallbacks.js') other.headers = {}
        return undefined
      }
      const failed = await rankFrom(site, other.origin)
      expect(failed).toMatchObject({ code: 'worker_load_failed', retryable: false })
      expect(failed.message).toContain(`Have ${other.origin} answer with Access-Control-Allow-Origin`)
    },
  )

  const TRUSTED = "require-trusted-types-for 'script'; trusted-types webrerank"

  test(
    'ranks under trusted types: the policy lets scripts through that the package makes',
    BLOCKED,
    async ({ site }) => {
      site.headers = { 'content-security-policy': TRUSTED }
      await site.page.reload()
      expect(await rankFrom(site, other.origin)).toEqual({ best: 1 })
    },
  )

  test(
    'is refused by the policy where a caller’s own function starts its worker there',
    BLOCKED,
    async ({ site }) => {
      site.headers = { 'content-security-policy': TRUSTED }
      await site.page.reload()
      const failed = await site.page.evaluate(
        async ([entry, address, request]) => {
          const { createReranker } = (await import(entry)) as typeof import('../../src/index.js')
          const worker = () => new Worker(new URL(address), { type: 'module' })
          return createReranker({ device: 'wasm', worker })
            .rank(request)
            .then(() => undefined)
            .catch(({ code, message }) => ({ code, message }))
        },
        [`${site.origin}/dist/index.js`, `${other.origin}/dist/worker.js`, REQUEST] as const,
      )
      expect(failed).toMatchObject({ code: 'worker_load_failed' })
      expect(failed!.message).toContain(`a worker of ${other.origin} on a page of ${site.origin}`)
    },
  )
})

test('a folder that looks like that of a development server is asked once, and nothing else is', async ({
  page,
}) => {
  const server = await serveFiles({ '/node_modules/.vite/deps/': 'dist/', '/': 'e2e/pages/' })
  await page.goto(`${server.origin}/blank.html`)
  server.intercept = ({ url }) => (url?.endsWith('/worker.js') ? 404 : undefined)
  const code = await page.evaluate(async (entry) => {
    const { createReranker } = (await import(entry)) as typeof import('../../src/index.js')
    return createReranker()
      .rank({ query: 'a', documents: ['b'] })
      .catch((error) => error.code)
  }, `${server.origin}/node_modules/.vite/deps/index.js`)
  expect(code).toBe('worker_load_failed')
  expect(server.requests.filter((path) => path.includes('/@id/'))).toEqual([
    '/@id/webrerank/worker?worker&import',
  ])
  await server.close()
})
