import { expect, hubCard, test, visit } from '../support/hub-visit.js'

/** Pairs of up to 8,192 tokens, in bounded memory. */

const MODEL = hubCard('tiny-long')
const WORDS = Array.from({ length: 20_000 }, (_, i) => ['panda', 'bamboo', 'river', 'mountain'][(i * 7) % 4])
const text = (words: number, last = '') => `${WORDS.slice(0, words).join(' ')} ${last}`
const byIndex = (results: readonly { index: number; relevance_score: number }[]) =>
  results.toSorted((a, b) => a.index - b.index).map((result) => result.relevance_score)

test('a window of 8,192 tokens is read to its end', async ({ site, hub }) => {
  const { answer, error } = await visit(site, hub, {
    model: MODEL,
    device: 'wasm',
    documents: [text(20_000), text(1500), text(1500, 'zebra'), text(1500, 'train')],
  })
  expect(error).toBeUndefined()
  expect(answer!.webrerank).toMatchObject({ build: 'engine', truncated: [0], warnings: [] })
  expect(answer!.usage.total_tokens).toBeGreaterThan(8192 + 3 * 2048)
  // The last word of a long document has its say.
  expect(new Set(byIndex(answer!.results)).size).toBe(4)
})

test('where memory allows fewer tokens, pairs are cut there, and the answer says so', async ({
  site,
  hub,
}) => {
  site.intercept = ({ url }) => (url?.startsWith('/dist/engine/') ? 404 : undefined)
  // As many heads as a model of 500 million weights has.
  const model = { ...MODEL, heads: 64, weights: { q8: MODEL.weights.q8! } }
  const documents = [text(20_000), 'hi']
  const { answer, error } = await visit(site, hub, { model, device: 'wasm', documents })
  expect(error).toBeUndefined()
  const { build, window, truncated, warnings } = answer!.webrerank
  expect({ build, truncated }).toEqual({ build: 'wasm', truncated: [0] })
  expect(window).toBeGreaterThan(2000)
  expect(window).toBeLessThan(8192)
  expect(warnings).toEqual([expect.stringContaining(`${window} tokens`)])
  expect(answer!.usage.total_tokens).toBeLessThan(window! + 100)
  const short = await visit(site, hub, { model, device: 'wasm', documents: ['hi'] })
  expect(short.answer!.webrerank.warnings).toEqual([])
  expect(byIndex(short.answer!.results)[0]).toBe(byIndex(answer!.results)[1])
})
