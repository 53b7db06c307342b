import { expectGolden } from '../support/golden.js'
import { expect, test } from '../support/site.js'

test('the embedded model scores as training says, on wasm, from one file', async ({ site }) => {
  await expectGolden(
    site,
    { device: 'wasm' },
    { dtype: 'q8', build: 'engine', column: 'fp32', tolerance: 0.15 },
  )
  expect(site.requests.filter((path) => path.includes('/engine/'))).toHaveLength(1)
  expect(site.requests.filter((path) => path.includes('/ort/'))).toEqual([])
})

test('the page goes on while the embedded model loads and ranks', async ({ site }) => {
  const { turns, fetched } = await site.page.evaluate(async () => {
    const { countTurns, createReranker } = (await import(
      '/site.js' as string
    )) as typeof import('../pages/site.js')
    const reranker = createReranker({ device: 'wasm' })
    const turns = [await countTurns(() => reranker.load())]
    const documents = Array.from({ length: 60 }, (_, i) => `${i} pandas eat bamboo in a forest. `.repeat(8))
    turns.push(await countTurns(() => reranker.rank({ query: 'what do pandas eat?', documents })))
    reranker.dispose()
    return { turns, fetched: performance.getEntriesByType('resource').map(({ name }) => name) }
  })
  for (const count of turns) expect(count).toBeGreaterThan(3)
  // What there is to do is done by the worker: the page itself has the library's scripts and no file of the model.
  expect(fetched.length).toBeGreaterThan(1)
  expect(fetched.filter((name) => !name.endsWith('.js'))).toEqual([])
})
