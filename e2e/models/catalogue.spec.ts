import { startHub } from '../../fixtures/hub/hub-server.mjs'
import { expectedLogit } from '../../fixtures/models/cards.mjs'
import { createModel } from '../../fixtures/models/models.mjs'
import { twinCard, twinName, twinRepositories } from '../../fixtures/models/twins.mjs'
import { MODELS } from '../../src/models/index.js'
import { DOCUMENTS, expect, hubCard, QUERY, type Site, test, visit } from '../support/hub-visit.js'

/** The catalogue, each model by its name, from a hub on which its twin stands for it. */

const HUB_MODELS = MODELS.filter(({ source }) => source.startsWith('hub:'))
const twins = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  hub: async ({}, use) => {
    const hub = await startHub(twinRepositories(HUB_MODELS))
    await use(hub)
    await hub.close()
  },
})

/** Longer than the windows of the twins' attention, and than the distances that they count one by one. */
const LONG = 'The giant panda is a bear that lives in the mountains of China and eats bamboo. '
  .repeat(3)
  .trim()

/** On WebGPU a load compiles shaders for a quarter of a minute, so of models whose twin is the same graph one is loaded there. */
const onGpu = new Map(
  HUB_MODELS.filter(({ weights }) => weights.fp32)
    .toReversed()
    .map((card) => [twinName(card.id), card.id]),
)

for (const card of HUB_MODELS) {
  const name = twinName(card.id)
  const { family } = createModel(name)
  const known = ['bert', 'roberta', 'modernbert'].includes(family)
  // WebGPU promises sines and cosines, which ModernBERT takes of places, to 2^-11 only.
  const exact = { wasm: 1e-3, webgpu: family === 'modernbert' ? 5e-3 : 1e-3 }
  // Of decoders one is checked on a GPU: decoders.spec.ts.
  const devices: readonly ('wasm' | 'webgpu')[] = card.decoder
    ? ['wasm']
    : !card.weights.fp32 || onGpu.get(name) === card.id
      ? ['wasm', 'webgpu']
      : ['wasm']
  for (const device of devices) {
    const tag = device === 'webgpu' ? ['@webgpu'] : []
    twins(
      `${card.id} loads by its name and scores as independent code says, on ${device}`,
      { tag },
      async ({ site, hub }) => {
        const documents = [...DOCUMENTS, LONG]
        const visited = await visit(site, hub, { model: twinCard(card), device, documents })
        if (device === 'webgpu' && !card.weights.fp32) {
          // The software adapter of this test has no shader-f16, and of these there is no fp32 that fits a page.
          expect(visited.error).toMatchObject({ code: 'unsupported_device' })
          return
        }
        expect(visited.error).toBeUndefined()
        const dtype = device === 'wasm' && card.weights.q8 ? 'q8' : 'fp32'
        expect(visited.info).toMatchObject({ device, dtype })
        expect(visited.answer!.model).toBe(card.id)
        const facts = visited.answer!.webrerank!
        // Of a decoder the CPU runtime is not even tried.
        if (device === 'wasm') {
          expect(facts.build).toBe(known ? 'engine' : 'wasm')
          const why = 'in onnxruntime-web, since: no encoder that the engine knows'
          expect(facts.reason?.includes(why)).toBe(!known && !card.decoder)
        }
        expect(visited.answer!.results).toHaveLength(documents.length)
        for (const { index, relevance_score } of visited.answer!.results) {
          const expected = expectedLogit(name, QUERY, documents[index]!, dtype)
          expect(Math.abs(relevance_score - expected)).toBeLessThan(
            dtype === 'q8' ? (card.decoder ? 0.2 : 0.1) : exact[device],
          )
        }
      },
    )
  }
}

twins('a name is enough, and rerank() finds what was downloaded', async ({ site, hub }) => {
  const model = 'Alibaba-NLP/gte-reranker-modernbert-base'
  expect((await visit(site, hub, { model, device: 'wasm' })).error).toBeUndefined()
  await hub.close()
  const answer = await site.fetch({ model, query: QUERY, documents: DOCUMENTS }, { useDefault: true })
  expect([answer.status, answer.body.model]).toEqual([200, model])
  const missing = await site.fetch(
    { model: 'jinaai/jina-reranker-v1-tiny-en', query: QUERY, documents: DOCUMENTS },
    { useDefault: true },
  )
  expect([missing.status, missing.body.error?.code]).toEqual([403, 'download_not_allowed'])
})

twins('scores that are not the published ones are refused', async ({ site, hub }) => {
  const visited = await visit(site, hub, { model: 'cross-encoder/ms-marco-MiniLM-L-6-v2', device: 'wasm' })
  expect(visited.error?.code).toBe('canary_failed')
  expect(visited.error?.message).toContain('8.607')
})

twins('a file that was pinned and is another one is refused', async ({ site, hub }) => {
  const visited = await visit(site, hub, { model: 'BAAI/bge-reranker-v2-m3', device: 'wasm' })
  expect(visited.error?.code).toBe('integrity_failed')
  expect(visited.error?.message).toContain('570727094')
})

test('what is stored can be listed, measured and deleted', async ({ site, hub }) => {
  const stored = (action: 'list' | 'delete' | 'use' | 'persist', id = '') => inModels(site, action, id)
  expect(await stored('list')).toEqual([])
  const card = hubCard('tiny-bert')
  for (const fault of [undefined, 'no-opfs']) {
    const options = { model: { ...card, id: `stored/${fault}` }, device: 'wasm' as const }
    expect((await visit(site, hub, { ...options, ...(fault && { fault }) })).error).toBeUndefined()
  }
  const files = [card.weights.q8!, card.tokenizer].map(({ path, bytes }) => ({ path, bytes, complete: true }))
  // Of a model that passed its check as well; that is small.
  const small = expect.objectContaining({ path: 'webrerank-checks.json' })
  const bytes = files.reduce((sum, file) => sum + file.bytes!, 0)
  for (const id of ['stored/undefined', 'stored/no-opfs']) {
    const list = (await stored('list')) as { id: string; bytes: number; files: { path: string }[] }[]
    const model = list.find((model) => model.id === id)!
    model.files.sort((a, b) => a.path.localeCompare(b.path))
    expect(model).toEqual({ id, bytes: expect.any(Number), files: [...files, small] })
    expect(model.bytes).toBeGreaterThanOrEqual(bytes)
    expect(((await stored('use')) as { usage: number }).usage).toBeGreaterThan(bytes)
    expect(await stored('delete', id)).toBe(true)
    expect(await stored('delete', id)).toBe(false)
  }
  expect(await stored('list')).toEqual([])
  expect(typeof (await stored('persist'))).toBe('boolean')
  const after = { model: { ...card, id: 'stored/undefined' }, device: 'wasm' as const, load: false }
  expect((await visit(site, hub, after)).availability).toBe('downloadable')
})

test('a download is planned without a request', async ({ site, hub }) => {
  const plan = (card: object) =>
    site.page.evaluate(async (card) => {
      const { planDownload } = (await import(
        '/dist/models.js' as string
      )) as typeof import('../../src/models/index.js')
      return planDownload(card as Parameters<typeof planDownload>[0])
    }, card)
  const card = hubCard('tiny-bert')
  const bytes = card.weights.q8!.bytes! + card.tokenizer.bytes!
  const expected = { bytes, exact: true, source: 'hub:fixtures/tiny-bert', license: 'MIT', stored: false }
  expect(await plan(card)).toEqual(expected)
  expect(await plan(hubCard('tiny-bert', { sizes: false }))).toMatchObject({ bytes: null, exact: false })
  expect(hub.requests).toEqual([])
  await visit(site, hub, { model: card, device: 'wasm' })
  expect(await plan(card)).toEqual({ ...expected, stored: true })
})

function inModels(site: Site, action: 'list' | 'delete' | 'use' | 'persist', id: string): Promise<unknown> {
  return site.page.evaluate(
    async ([action, id]) => {
      const models = (await import('/dist/models.js' as string)) as typeof import('../../src/models/index.js')
      const actions = {
        list: models.listStoredModels,
        delete: models.deleteStoredModel,
        use: models.storageUse,
        persist: models.persistStorage,
      }
      return actions[action](id)
    },
    [action, id] as const,
  )
}
