import { readFileSync } from 'node:fs'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { companionFiles } from '../../src/models/files.js'
import type { PageOptions, Site } from './site.js'
import { expect } from './site.js'

/** A pair and its logits, as training computed them. */
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

/** By their query: those that the wire takes, and the model's window holds. Training cut the others at another length. */
const GOLDEN = new Map<string, GoldenPair[]>()
for (const pair of golden.pairs) {
  if (pair.query.trim() === '' || pair.ids.length > 256) continue
  GOLDEN.set(pair.query, [...(GOLDEN.get(pair.query) ?? []), pair])
}

/** All golden pairs are scored as training scored them, on what is expected, and each of the model's files is fetched once. */
export async function expectGolden(
  site: Site,
  options: PageOptions & { device: 'wasm' | 'webgpu' },
  {
    column,
    tolerance,
    ...facts
  }: { dtype: string; build: string; column: 'int8' | 'fp32'; tolerance: number },
): Promise<void> {
  const differences: number[] = []
  for (const [query, pairs] of GOLDEN) {
    const documents = pairs.map(({ document }) => document)
    const { results, webrerank } = await site.rank({ query, documents, raw_scores: true }, options)
    expect(webrerank).toMatchObject({ device: options.device, ...facts })
    for (const { index, relevance_score } of results)
      differences.push(Math.abs(relevance_score - pairs[index]![column]))
  }
  expect(differences.length).toBeGreaterThan(150)
  expect(Math.max(...differences)).toBeLessThan(tolerance)
  const files = site.requests.filter((path) => path.startsWith('/dist/models/'))
  const name = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  const needed = [tinyEn.weights.q8!, ...companionFiles(tinyEn)].map(({ path }) => name(path))
  expect(files.map(name).sort()).toEqual(needed.sort())
}
