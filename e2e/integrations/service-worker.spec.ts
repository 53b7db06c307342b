import type { Page } from '@playwright/test'
import type { RerankResponse } from '../../src/index.js'
import { expect, test } from '../support/site.js'

/** `webrerank/service-worker`: plain fetch to the own origin, answered by a page. */

const CARD = {
  model: 'webrerank/tiny-en',
  query: 'What is a vector database?',
  documents: ['The Eiffel Tower is in Paris.', 'A vector database stores embeddings.'],
}

/** Registers the service worker and waits until it controls the page. */
const register = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js', { type: 'module' })
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
    }
  })

/** Makes the page the one that answers. */
const answer = (page: Page) =>
  page.evaluate(async () => {
    const { rerank } = await import('/dist/index.js' as string)
    const { answerServiceWorker } = (await import(
      '/dist/service-worker.js' as string
    )) as typeof import('../../src/integrations/service-worker/index.js')
    answerServiceWorker({ fetch: rerank })
  })

const post = (page: Page, path: string, body: unknown) =>
  page.evaluate(
    async ([path, body]) => {
      const response = await fetch(path, { method: 'POST', body: JSON.stringify(body) })
      const headers = Object.fromEntries(response.headers)
      return { status: response.status, headers, body: (await response.json()) as RerankResponse }
    },
    [path, body] as const,
  )

test('plain fetch is answered on the device, in another tab too, and the network sees nothing', async ({
  site,
  context,
}) => {
  await register(site.page)
  await answer(site.page)
  const here = await post(site.page, '/v1/rerank', CARD)
  expect(here.status).toBe(200)
  expect(here.body.results[0]?.index).toBe(1)
  expect(here.headers['content-type']).toBe('application/json')
  expect(here.headers['server-timing']).toContain('device')

  const other = await context.newPage()
  await other.goto(`${site.origin}/blank.html`)
  const there = await post(other, '/v1/rerank', CARD)
  expect(there.body.results).toEqual(here.body.results)
  expect((await post(other, '/v2/rerank', { ...CARD, model: 'none' })).status).toBe(404)

  expect(site.requests.filter((path) => /rerank$/.test(path))).toEqual([])
  expect(await other.evaluate(async () => (await fetch('/blank.html')).status)).toBe(200)
})

test('a first visit: a script that was copied as it is takes over, and no request reaches the network', async ({
  site,
}) => {
  // A service worker rules the folder that it is in; here it is not copied to the root.
  site.headers = { 'service-worker-allowed': '/' }
  const status = await site.page.evaluate(async (request) => {
    const { rerank } = await import('/dist/index.js' as string)
    const { startServiceWorker } = (await import(
      '/dist/service-worker.js' as string
    )) as typeof import('../../src/integrations/service-worker/index.js')
    const stop = await startServiceWorker('/dist/webrerank-sw.js', { fetch: rerank }, { scope: '/' })
    const response = await fetch('/v1/rerank', { method: 'POST', body: JSON.stringify(request) })
    stop()
    return response.status
  }, CARD)
  expect(status).toBe(200)
  expect(site.requests.filter((path) => /rerank$/.test(path))).toEqual([])
})

test('a page that is reloaded past the service worker is taken over again', { tag: '@cdp' }, async ({
  site,
  context,
}) => {
  site.headers = { 'service-worker-allowed': '/' }
  const start = () =>
    site.page.evaluate(async () => {
      const { startServiceWorker } = (await import(
        '/dist/service-worker.js' as string
      )) as typeof import('../../src/integrations/service-worker/index.js')
      const controlled = Boolean(navigator.serviceWorker.controller)
      await startServiceWorker('/dist/webrerank-sw.js', { fetch }, { scope: '/' })
      return [controlled, Boolean(navigator.serviceWorker.controller)]
    })
  await start()
  const loaded = site.page.waitForEvent('load')
  await (await context.newCDPSession(site.page)).send('Page.reload', { ignoreCache: true })
  await loaded
  expect(await start()).toEqual([false, true])
})

test('pages of the site that have such an address are the site’s own', async ({ site }) => {
  await register(site.page)
  const gets = await site.page.evaluate(() =>
    Promise.all(
      ['/models', '/score/', '/rerank', '/v1/models'].map(async (path) => (await fetch(path)).status),
    ),
  )
  expect(gets).toEqual([404, 404, 404, 404])
  // A form is posted as a navigation.
  const answered = site.page.waitForResponse((response) => response.url().endsWith('/rerank'))
  await site.page.evaluate(() => {
    const form = document.createElement('form')
    Object.assign(form, { method: 'post', action: '/rerank' })
    document.body.append(form)
    form.submit()
  })
  expect((await answered).fromServiceWorker()).toBe(false)
  await site.page.waitForURL('**/rerank')
})

test('without a page that answers it is 503', async ({ site }) => {
  await register(site.page)
  const { status, body } = await post(site.page, '/v1/rerank', CARD)
  expect([status, body]).toEqual([503, expect.objectContaining({ message: expect.stringContaining('page') })])
})

test('a page that is closed in the middle is told', async ({ site, context }) => {
  await register(site.page)
  const host = await context.newPage()
  await host.goto(`${site.origin}/blank.html`)
  await answer(host)
  const long = { ...CARD, documents: Array.from({ length: 900 }, (_, i) => `${'word '.repeat(300)}${i}`) }
  const answered = post(site.page, '/v1/rerank', long)
  await expect.poll(() => host.workers().length).toBeGreaterThan(0)
  await host.close()
  expect((await answered).status).toBe(503)
})
