import { expect, test } from 'vitest'
import { tableOf } from '../../docs/generator/catalogue.js'
import { CATALOGUE } from '../../src/models/catalogue/index.js'

const models = [
  CATALOGUE['webrerank/tiny-en'],
  CATALOGUE['BAAI/bge-reranker-base'],
  CATALOGUE['jinaai/jina-reranker-v1-tiny-en'],
]
const benchmarks =
  '| model | nDCG@10 |\n|---|---|\n| `BAAI/bge-reranker-base` | .489, worse than no reranking |\n'
const bench = {
  embedded: {
    counts: { 100: { milliseconds: { ours1: [300, 100, 200] } } },
    fresh: { ours1: { peak_memory_bytes: 123_400_000 } },
  },
}

test('the table of models has what is published and what was measured, and blanks for the rest', () => {
  const rows = tableOf(models, benchmarks, bench)
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  expect(rows).toHaveLength(2 + models.length)
  const [tiny, base, jina] = rows.slice(2).map((cells) => cells.slice(-4, -1))
  expect(tiny).toEqual(['', '500', '123 MB'])
  expect(base).toEqual(['.489', '', ''])
  expect(jina).toEqual(['', '', ''])
  expect(rows[2]!.slice(1, 6)).toEqual(['`webrerank/tiny-en`', 'q8 4.0 MB', 'English', '160', 'MIT'])
  expect(rows[4]![2]).toContain('(size told by the hub)')
})
