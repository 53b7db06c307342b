import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '../support/site.js'

test('decisions are logged where the switch is on, and nothing of a text', async ({ site }) => {
  const lines: string[] = []
  site.page.on('console', (message) => lines.push(message.text()))
  const rank = () =>
    site.page.evaluate(async () => {
      const { createReranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
      const reranker = createReranker({ device: 'wasm' })
      await reranker.rank({ query: 'a secret question', documents: ['a secret document'] })
      reranker.dispose()
    })
  await rank()
  expect(lines.filter((line) => line.startsWith('webrerank:'))).toEqual([])
  await site.page.evaluate(() => localStorage.setItem('webrerank-debug', '1'))
  await rank()
  const told = lines.filter((line) => line.startsWith('webrerank:')).join('\n')
  expect(told).toContain('device wasm, dtype q8: WASM was requested')
  expect(told).toMatch(/runtime engine, kernels int(7|12)/)
  expect(told).not.toContain('secret')
})

test('load, tokenizing and scoring are told to observers, and fill no list', async ({ site }) => {
  const { observed, kept } = await site.page.evaluate(async () => {
    const { createReranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
    const observed: string[] = []
    const observer = new PerformanceObserver((list) =>
      observed.push(...list.getEntries().map(({ name }) => name)),
    )
    observer.observe({ type: 'measure' })
    const reranker = createReranker({ device: 'wasm' })
    await reranker.rank({ query: 'q', documents: ['a', 'b'] })
    reranker.dispose()
    observed.push(...observer.takeRecords().map(({ name }) => name))
    return { observed, kept: performance.getEntriesByType('measure').length }
  })
  expect(observed).toEqual(['webrerank:load', 'webrerank:tokenize', 'webrerank:score'])
  expect(kept).toBe(0)
})

test('each file that names a source map has it beside it, with the sources, and no page fetches one', async ({
  site,
}) => {
  await site.page.evaluate(async () => {
    const { createReranker } = (await import('/site.js' as string)) as typeof import('../pages/site.js')
    const reranker = createReranker({ device: 'wasm' })
    await reranker.load()
    reranker.dispose()
  })
  expect(site.requests.filter((path) => path.endsWith('.map'))).toEqual([])
  const named = readdirSync('dist')
    .filter((file) => file.endsWith('.js'))
    .map((file) => /\/\/# sourceMappingURL=(.+)$/.exec(readFileSync(`dist/${file}`, 'utf8').trim())?.[1])
    .filter((map) => map !== undefined)
  expect(named).toEqual(expect.arrayContaining(['index.js.map', 'worker.js.map', 'worker-client.js.map']))
  for (const map of named) {
    expect(existsSync(`dist/${map}`), map).toBe(true)
    const { sourcesContent } = JSON.parse(readFileSync(`dist/${map}`, 'utf8')) as { sourcesContent: string[] }
    expect(sourcesContent.length, map).toBeGreaterThan(0)
  }
})
