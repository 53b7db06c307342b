import { readFileSync } from 'node:fs'
import type { Device } from '../../src/index.js'
import { expect, test } from '../support/site.js'

interface GoldenPair {
  query: string
  document: string
  ids: number[]
  fp32: number
  int8: number
}

const golden: { pairs: GoldenPair[] } = JSON.parse(
  readFileSync(new URL('../golden/tiny-en.json', import.meta.url), 'utf8'),
)

// Those that the wire takes, and the model's window holds: training cut the others at another length.
const queries = new Map<string, GoldenPair[]>()
for (const pair of golden.pairs) {
  if (pair.query.trim() === '' || pair.ids.length > 256) continue
  queries.set(pair.query, [...(queries.get(pair.query) ?? []), pair])
}

const DEVICES = [
  ['wasm', 'q8', 'int8', 0.1],
  ['webgpu', 'fp32', 'fp32', 1e-4],
] as const satisfies [Device, string, 'int8' | 'fp32', number][]

for (const [device, dtype, column, tolerance] of DEVICES) {
  test(`the model on board scores as training says, on ${device}, from one file`, async ({ site }) => {
    test.setTimeout(400_000)
    const differences: number[] = []
    for (const [query, pairs] of queries) {
      const documents = pairs.map(({ document }) => document)
      const { results, webrerank } = await site.rank({ query, documents, raw_scores: true }, { device })
      expect(webrerank).toMatchObject({ device, dtype, build: device === 'wasm' ? 'engine' : 'jspi' })
      for (const { index, relevance_score } of results) {
        differences.push(Math.abs(relevance_score - pairs[index]![column]))
      }
    }
    expect(differences.length).toBeGreaterThan(150)
    expect(Math.max(...differences)).toBeLessThan(tolerance)
    if (device === 'wasm') {
      expect(site.requests.filter((path) => path.includes('/engine/'))).toHaveLength(1)
      expect(site.requests.filter((path) => path.includes('/ort/'))).toEqual([])
    }
    const files = site.requests.filter((path) => path.includes('/models/'))
    expect(files.map((path) => path.slice(path.lastIndexOf('/') + 1)).sort()).toEqual([
      'match.bin',
      'model_quantized.onnx',
      'tokenizer.json',
    ])
  })
}

test('the page goes on while the model on board loads and ranks', async ({ site }) => {
  const load = () =>
    site.page.evaluate(async () => {
      const { createReranker, watchLongTasks } = (await import(
        '/site.js' as string
      )) as typeof import('../pages/site.js')
      const watch = watchLongTasks()
      const reranker = createReranker({ device: 'wasm' })
      await reranker.load()
      const documents = Array.from({ length: 60 }, (_, i) => `${i} pandas eat bamboo in a forest. `.repeat(8))
      await reranker.rank({ query: 'what do pandas eat?', documents })
      reranker.dispose()
      return watch.stop()
    })
  // A machine that is busy with something else makes long tasks of short ones, though hardly in all loads.
  const loads = [await load(), await load(), await load()]
  expect(Math.max(...loads.flat())).toBeGreaterThanOrEqual(120)
  expect(Math.min(...loads.map((tasks) => tasks.length))).toBe(1)
})
