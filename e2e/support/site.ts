import type { Page } from '@playwright/test'
import { createCard } from '../../fixtures/models/cards.mjs'
import type { ModelCard, RerankerOptions, RerankRequest, RerankResponse } from '../../src/index.js'
import { type FileServer, serveFiles } from './file-server.js'
import { test as base, createWatch, expect, expectNoProblems, type Watch } from './watched.js'

export { expect }

/** What a test may ask of the page: options as JSON, and a worker that is made to fail in a given way. */
export interface PageOptions extends Omit<RerankerOptions, 'worker'> {
  /** A fault of pages/faulty-worker.js, such as `nan`. */
  fault?: string
  /** A worker script of pages/ in place of the package's own. */
  script?: string
}

/** An answer as a test sees it. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: RerankResponse & { error?: { message: string; code: string; param: string | null } } & Record<
      string,
      unknown
    >
}

/** A page of a plain static host with dist/ beside it. */
export interface Site extends FileServer {
  page: Page
  /** `rerank()` or `reranker.fetch`, called in the page. A body that is no string is sent as JSON. */
  fetch(
    body: unknown,
    options?: PageOptions & { path?: string; method?: string; useDefault?: boolean },
  ): Promise<Answer>
  /** `createReranker(options).rank(request)` in the page, on a reranker that is disposed afterwards. */
  rank(request: RerankRequest, options?: PageOptions): Promise<RerankResponse>
}

/** The card of a small model of the tests, served by the site. */
export function fixture(
  name:
    | 'tiny-bert'
    | 'tiny-roberta'
    | 'tiny-xlmr'
    | 'tiny-qwen2'
    | 'tiny-qwen3'
    | 'tiny-nan'
    | 'tiny-two-labels',
): ModelCard {
  return createCard(name, `/models/${name}`)
}

/** `site`: a page of its own for each test. `shared`: one page for all tests of a worker, its model loaded once. */
export const test = base.extend<{ site: Site; shared: Site }, { sharedSite: { site: Site; watch: Watch } }>({
  site: async ({ page }, use) => {
    const site = await openSite(page)
    await use(site)
    await endSite(site)
  },
  sharedSite: [
    async ({ browser }, use) => {
      const watch = createWatch()
      const context = await browser.newContext()
      watch.add(context)
      const site = await openSite(await context.newPage())
      await use({ site, watch })
      await endSite(site)
      await context.close()
    },
    { scope: 'worker' },
  ],
  shared: async ({ sharedSite, expected }, use, info) => {
    await use(sharedSite.site)
    expectNoProblems(sharedSite.watch, expected, info)
  },
})

/**
 * Options of the one reranker on WebGPU that tests of `shared` have for a small model: shaders are compiled once for all.
 * Nothing is remembered, so each score is computed.
 */
export function onWebGpu(name: Parameters<typeof fixture>[0]) {
  return { model: fixture(name), device: 'webgpu', cache: false } as const
}

/** The same on `auto`, which takes the adapter for a GPU and remembers scores. */
export const AUTO_ON_WEBGPU = { model: fixture('tiny-bert'), fault: 'looks-real' } as const

/** Once the rerankers of a page are disposed of, none of its workers is left. */
async function endSite(site: Site): Promise<void> {
  site.intercept = undefined
  if (!site.page.isClosed()) {
    // A page without the tests' module keeps what its own script made.
    const kept = await site.page.evaluate(() => window.endRerankers?.() ?? true)
    if (!kept) await expect.poll(() => site.page.workers().length, 'workers left in the page').toBe(0)
  }
  await site.close()
}

async function openSite(page: Page): Promise<Site> {
  const server = await serveFiles({ '/dist/': 'dist/', '/models/': '.cache/fixtures/', '/': 'e2e/pages/' })
  await page.goto(`${server.origin}/blank.html`)
  return Object.assign(server, {
    page,
    fetch: (body: unknown, options: Parameters<Site['fetch']>[1] = {}) =>
      page.evaluate(
        async ([text, { path = '/v1/rerank', method = 'POST', useDefault, fault, ...rest }]) => {
          const { rerank, reranker } = (await import(
            '/site.js' as string
          )) as typeof import('../pages/site.js')
          const fetch = useDefault ? rerank : reranker({ fault, ...rest }).fetch
          const response = await fetch(path, method === 'POST' ? { method, body: text } : { method })
          const headers = Object.fromEntries(response.headers)
          return { status: response.status, headers, body: await response.json() } as Answer
        },
        [typeof body === 'string' ? body : JSON.stringify(body), options] as const,
      ),
    rank: (request: RerankRequest, options: PageOptions = {}) =>
      page.evaluate(
        async ([request, options]) => {
          const { reranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
          return reranker(options).rank(request)
        },
        [request, options] as const,
      ),
  })
}

/** Runs a function in the page with the site's module. */
export function inPage<A, R>(
  site: Site,
  work: (site: typeof import('../pages/site.js'), argument: A) => Promise<R>,
  argument: A,
): Promise<R> {
  return site.page.evaluate(
    async ([source, argument]) => {
      const module = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      return new Function(`return (${source})(...arguments)`)(module, argument) as R
    },
    [work.toString(), argument] as const,
  )
}

/** `reranker.availability()` in the page. */
export function availability(site: Site, options: PageOptions): Promise<string> {
  return site.page.evaluate(async (options) => {
    const { reranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
    return reranker(options).availability()
  }, options)
}
