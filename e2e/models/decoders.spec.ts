import { expectedLogit } from '../../fixtures/models/cards.mjs'
import { expect, fixture, test } from '../support/site.js'

/** Decoders, in the page: small ones of Qwen's architectures, asked as the real ones are. */

const QUERY = 'Where does the giant panda live?'
const DOCUMENTS = ['The panda eats bamboo in the mountains.', 'hi', '大熊猫', '']
const INSTRUCTION = 'Find passages about food.'

test('decoders score as independent code says, alone and in company, with an instruction and without', async ({
  site,
}) => {
  const options = { model: fixture('tiny-qwen3'), device: 'wasm', workers: 2, cache: false } as const
  const request = { query: QUERY, documents: DOCUMENTS, raw_scores: true }
  const plain = await site.rank(request, options)
  expect(plain.webrerank).toMatchObject({ device: 'wasm', dtype: 'q8', build: 'wasm', truncated: [] })
  const instructed = await site.rank({ ...request, instruction: INSTRUCTION }, options)
  const of = ({ results }: typeof plain, index: number) =>
    results.find((result) => result.index === index)!.relevance_score
  for (const [index, document] of DOCUMENTS.entries()) {
    const expected = expectedLogit('tiny-qwen3', QUERY, document, 'q8')
    const other = expectedLogit('tiny-qwen3', QUERY, document, 'q8', INSTRUCTION)
    expect(Math.abs(of(plain, index) - expected)).toBeLessThan(0.2)
    expect(Math.abs(of(instructed, index) - other)).toBeLessThan(0.2)
    const alone = await site.rank({ ...request, documents: [document] }, options)
    expect(alone.results[0]!.relevance_score).toBe(of(plain, index))
  }
  const scored = await site.rank({ query: QUERY, documents: DOCUMENTS }, options)
  for (const { index, relevance_score } of scored.results)
    expect(relevance_score).toBeCloseTo(1 / (1 + Math.exp(-of(plain, index))), 6)

  const refused = await site.fetch({ ...request, instruction: 'Find what matters. '.repeat(99) }, options)
  expect([refused.status, refused.body.error?.param]).toEqual([400, 'instruction'])
  const blank = await site.fetch({ ...request, instruction: ' ' }, options)
  expect(blank.body.error?.message).toBe('instruction must be a non-empty string')
})

test('a decoder of whole steps in four bits scores on WebGPU as independent code says, whatever the company', {
  tag: '@webgpu',
}, async ({ shared }) => {
  const request = { query: QUERY, raw_scores: true }
  const model = { ...fixture('tiny-qwen3'), dtypes: { webgpu: ['q4'] as const } }
  const options = { model, device: 'webgpu', cache: false } as const
  const all = await shared.rank({ ...request, documents: DOCUMENTS }, options)
  expect(all.webrerank).toMatchObject({ device: 'webgpu', dtype: 'q4' })
  const alone = await shared.rank({ ...request, documents: [DOCUMENTS[0]!] }, options)
  for (const { index, relevance_score } of [...all.results, ...alone.results]) {
    const expected = expectedLogit('tiny-qwen3', QUERY, DOCUMENTS[index]!, 'q4')
    expect(Math.abs(relevance_score - expected)).toBeLessThan(2e-3)
  }
})
