import { expect, test } from '../support/site.js'

const REQUEST = { query: 'a private question', documents: ['a private document', 'another one'] }

test('loading asks the page’s own origin alone; after it not one request leaves', async ({ site }) => {
  const asked: string[] = []
  site.page.context().on('request', (request) => asked.push(request.url()))
  await site.rank(REQUEST)
  await site.fetch(REQUEST, { path: '/v1/elsewhere' }) // the first fetch loads the HTTP handler
  expect(asked.length).toBeGreaterThan(0)
  for (const url of asked) expect(new URL(url).origin).toBe(site.origin)
  // What workers fetch is seen by the server, if by nobody else.
  expect(site.requests.some((path) => path.endsWith('.onnx'))).toBe(true)
  const before = [asked.length, site.requests.length]
  for (let i = 0; i < 3; i++) await site.rank({ ...REQUEST, query: `${REQUEST.query} ${i}` })
  await site.fetch(REQUEST, { path: '/v1/elsewhere' })
  expect([asked.length, site.requests.length]).toEqual(before)
})

test('nothing of a query or a document is in any address', async ({ site }) => {
  await site.rank(REQUEST)
  for (const path of site.requests) expect(decodeURIComponent(path)).not.toContain('private')
})

test('once loaded it works with the network cut', async ({ site }) => {
  await site.rank(REQUEST)
  await site.page.context().setOffline(true)
  site.intercept = () => 'stall'
  const answer = await site.rank({ ...REQUEST, query: 'asked while offline' })
  expect(answer.results).toHaveLength(2)
})

test('a strict content security policy is enough: no eval, no inline script, no other origin', async ({
  site,
}) => {
  site.headers = {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "worker-src 'self'",
      "connect-src 'self'",
    ].join('; '),
  }
  const violations: string[] = []
  site.page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text())
  })
  // Playwright's evaluate needs no eval of the page; a page script is the honest way all the same.
  await site.page.goto(`${site.origin}/policy.html`)
  await expect(site.page.locator('html')).toHaveAttribute('data-result', '2 results', { timeout: 30_000 })
  expect(violations).toEqual([])
})
