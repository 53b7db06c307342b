import { expectedLogit } from '../../fixtures/models/cards.mjs'
import { AUTO_ON_WEBGPU, availability, expect, fixture, onWebGpu, test } from '../support/site.js'

const QUERY = 'Where does the giant panda live?'
const DOCUMENTS = [
  'A red apple a day.',
  'The panda eats bamboo in the mountains.',
  'hi',
  'Ein Baum im Wald.',
  '大熊猫',
]

const WEBGPU = { tag: '@webgpu' }

test('auto takes WASM where the only adapter is software, and says why', WEBGPU, async ({ shared }) => {
  const { webrerank } = await shared.rank(
    { query: QUERY, documents: DOCUMENTS },
    { model: fixture('tiny-bert') },
  )
  expect(webrerank).toMatchObject({
    device: 'wasm',
    dtype: 'q8',
    build: 'engine',
    reason: expect.stringMatching(/software/),
  })
  expect(webrerank.fallback).toBeUndefined()
})

test('auto takes a GPU, fp32 without shader-f16, and fp16 is left alone', WEBGPU, async ({ shared }) => {
  const answer = await shared.rank({ query: QUERY, documents: DOCUMENTS }, AUTO_ON_WEBGPU)
  expect(answer.webrerank).toMatchObject({ device: 'webgpu', dtype: 'fp32', build: 'jspi' })
  expect(shared.requests.some((path) => path.endsWith('model_fp16.onnx'))).toBe(false)
})

test('the asyncify build serves WebGPU without JSPI', WEBGPU, async ({ site }) => {
  const options = { model: fixture('tiny-bert'), device: 'webgpu', fault: 'no-jspi' } as const
  const { webrerank } = await site.rank({ query: QUERY, documents: DOCUMENTS }, options)
  expect(webrerank).toMatchObject({ device: 'webgpu', build: 'asyncify' })
  expect(site.requests.some((path) => path.includes('ort-jspi'))).toBe(false)
})

test(
  'a host that has not the asyncify build, which is large, makes a browser without JSPI fall back to WASM',
  WEBGPU,
  async ({ site }) => {
    site.intercept = ({ url }) => (url?.includes('ort-asyncify.wasm') ? 404 : undefined)
    const options = { model: fixture('tiny-bert'), device: 'webgpu', fault: 'no-jspi' } as const
    const { webrerank, results } = await site.rank({ query: QUERY, documents: DOCUMENTS }, options)
    expect(results).toHaveLength(DOCUMENTS.length)
    expect(webrerank).toMatchObject({ device: 'wasm', fallback: { from: 'webgpu', to: 'wasm' } })
  },
)

for (const name of ['tiny-bert', 'tiny-roberta', 'tiny-xlmr'] as const) {
  test(
    `guarantee 19: ${name} scores as independent code says, on both devices`,
    WEBGPU,
    async ({ shared }) => {
      const request = { query: QUERY, documents: DOCUMENTS, raw_scores: true }
      const order: number[][] = []
      const card = fixture(name)
      // fp32 on both: what int8 rounds off is not the question here.
      const { q8: _, fp16: __, ...weights } = card.weights
      for (const options of [
        { model: { ...card, weights }, device: 'wasm' } as const,
        // Its first choice where there is no shader-f16.
        onWebGpu(name),
      ]) {
        const { results, webrerank } = await shared.rank(request, options)
        expect(webrerank).toMatchObject({ device: options.device, dtype: 'fp32' })
        for (const { index, relevance_score } of results) {
          expect(Math.abs(relevance_score - expectedLogit(name, QUERY, DOCUMENTS[index]!))).toBeLessThan(1e-3)
        }
        order.push(results.map((result) => result.index))
      }
      expect(order[0]).toEqual(order[1])
    },
  )
}

test('where the CPU runtime cannot be had, ONNX Runtime in WASM scores the same, and the answer says why', async ({
  site,
}) => {
  site.intercept = ({ url }) => (url?.startsWith('/dist/engine/') ? 404 : undefined)
  const { q8: _, fp16: __, ...weights } = fixture('tiny-bert').weights
  const model = { ...fixture('tiny-bert'), weights }
  const request = { query: QUERY, documents: DOCUMENTS, raw_scores: true }
  const { results, webrerank } = await site.rank(request, { model, device: 'wasm' })
  expect(webrerank).toMatchObject({
    device: 'wasm',
    build: 'wasm',
    reason: expect.stringContaining('onnxruntime-web'),
  })
  expect(site.requests.some((path) => path.startsWith('/dist/ort/ort-wasm.wasm'))).toBe(true)
  for (const { index, relevance_score } of results) {
    expect(Math.abs(relevance_score - expectedLogit('tiny-bert', QUERY, DOCUMENTS[index]!))).toBeLessThan(
      1e-4,
    )
  }
})

test('two labels count as the second against the first', async ({ site }) => {
  const model = { ...fixture('tiny-two-labels'), dtypes: { wasm: ['fp32'] as const } }
  const { results } = await site.rank({ query: QUERY, documents: DOCUMENTS }, { model, device: 'wasm' })
  expect(new Set(results.map((result) => result.relevance_score)).size).toBe(DOCUMENTS.length)
})

test('guarantee 18: on WebGPU a score does not depend on the other documents', WEBGPU, async ({ shared }) => {
  const options = onWebGpu('tiny-bert')
  const documents = Array.from({ length: 20 }, (_, i) => `panda ${'bamboo '.repeat(i)}`)
  const all = await shared.rank({ query: QUERY, documents, raw_scores: true }, options)
  for (const index of [0, 7, 19]) {
    const alone = await shared.rank(
      { query: QUERY, documents: [documents[index]!], raw_scores: true },
      options,
    )
    const together = all.results.find((result) => result.index === index)!.relevance_score
    expect(Math.abs(alone.results[0]!.relevance_score - together)).toBeLessThan(1e-4)
  }
})

test('availability tells what a call would find', async ({ site }) => {
  expect(await availability(site, {})).toBe('available')
  const model = fixture('tiny-bert')
  expect(await availability(site, { model })).toBe('downloadable')
  await site.rank({ query: QUERY, documents: DOCUMENTS }, { model })
  expect(await availability(site, { model })).toBe('available')
})
