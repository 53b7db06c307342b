import { startHub } from '../../fixtures/hub/hub-server.mjs'
import type { HubRequest } from '../../fixtures/hub/types.js'
import { expectedLogit, pairIds } from '../../fixtures/models/cards.mjs'
import { modelFiles } from '../../fixtures/models/files.mjs'
import { createModel } from '../../fixtures/models/models.mjs'
import type { ModelName } from '../../fixtures/models/types.js'
import { writeOnnxApart } from '../../fixtures/onnx/graph.mjs'
import { referenceLogits } from '../../fixtures/reference/index.mjs'
import { DOCUMENTS, expect, QUERY, test, type Visit, visit } from '../support/hub-visit.js'

/** Models of which nobody wrote a card: what it would say is read from their own files. */

const reference = (name: ModelName, source = `hub:fixtures/${name}`) => ({ id: `found/${name}`, source })

function expectAnswer({ answer, error }: Visit, name: ModelName): void {
  expect(error).toBeUndefined()
  expect(answer!.model).toBe(`found/${name}`)
  for (const { index, relevance_score } of answer!.results) {
    const expected = expectedLogit(name, QUERY, DOCUMENTS[index]!, 'q8')
    expect(Math.abs(relevance_score - expected)).toBeLessThan(0.1)
  }
}

const OTHERS = ['tiny-deberta', 'tiny-jina', 'tiny-modernbert'] as const
for (const name of ['tiny-bert', 'tiny-roberta', 'tiny-xlmr', ...OTHERS] as const) {
  test(`${name} of the hub, and again without it`, async ({ site, hub }) => {
    const options = { model: reference(name), device: 'wasm' } as const
    const first = await visit(site, hub, options)
    expectAnswer(first, name)
    // Bytes are known before the first one comes.
    expect(first.progress[0]!.total).toBeGreaterThan(0)
    expect(first.progress.at(-1)!.loaded).toBe(first.progress[0]!.total)
    await hub.close()
    const second = await visit(site, hub, { ...options, load: false })
    expect(second.availability).toBe('available')
    expectAnswer(second, name)
  })
}

for (const name of ['tiny-bert', 'tiny-roberta', 'tiny-xlmr'] as const) {
  test(`${name} of the own site`, async ({ site, hub }) => {
    // A host that has a page for everything.
    site.intercept = ({ url, method }) =>
      method === 'HEAD' && /fp16|int8|_data/.test(url!) ? { body: '<p>Hello', type: 'text/html' } : undefined
    const options = { model: reference(name, `/models/${name}`), device: 'wasm' as const, load: false }
    expectAnswer(await visit(site, hub, options), name)
    expect(hub.requests).toEqual([])
  })
}

test('the window is the one that its files tell', async ({ site, hub }) => {
  const documents = ['word '.repeat(1000)]
  const { answer } = await visit(site, hub, { model: reference('tiny-xlmr'), device: 'wasm', documents })
  expect(answer!.usage.total_tokens).toBe(createModel('tiny-xlmr').window)
})

test('what is said goes before what is read', async ({ site, hub }) => {
  const model = { ...reference('tiny-xlmr'), window: 40 }
  const { answer } = await visit(site, hub, { model, device: 'wasm', documents: ['word '.repeat(1000)] })
  expect(answer!.usage.total_tokens).toBe(40)
})

test('of two labels the second counts against the first', async ({ site, hub }) => {
  const { answer } = await visit(site, hub, { model: reference('tiny-two-labels'), device: 'wasm' })
  for (const { index, relevance_score } of answer!.results) {
    const { ids, types } = pairIds('tiny-two-labels', QUERY, DOCUMENTS[index]!)
    const logits = referenceLogits(createModel('tiny-two-labels'), ids, types, 'q8')
    expect(Math.abs(relevance_score - (logits[1]! - logits[0]!))).toBeLessThan(0.1)
  }
})

test('nothing is asked before consent', async ({ site, hub }) => {
  const { error } = await visit(site, hub, { model: reference('tiny-bert'), device: 'wasm', load: false })
  expect(error).toMatchObject({ code: 'download_not_allowed', details: { bytes: null, exact: false } })
  expect(hub.requests).toEqual([])
})

for (const parts of [1, 2]) {
  // Those in one file are scored on a GPU too.
  const tag = parts === 1 ? ['@webgpu'] : []
  test(`weights whose tensors are in ${parts} more: planned, verified, stored, and scored`, { tag }, async ({
    site,
  }) => {
    const name = 'tiny-bert'
    const files = new Map([...modelFiles(name)].filter(([path]) => !path.endsWith('.onnx')))
    const [first, second] = ['model.onnx_data', 'model.onnx_data_1']
    const { file, data } = writeOnnxApart(createModel(name), 'fp32', ...[first!, second!].slice(0, parts))
    files.set('onnx/model.onnx', file)
    data.forEach((bytes, i) => {
      files.set(`onnx/${[first, second][i]}`, bytes)
    })
    const hub = await startHub({ 'apart/model': files })
    const isData = ({ file }: HubRequest) => file?.includes('_data') ?? false
    const options = { model: { id: 'found/apart', source: 'hub:apart/model' }, device: 'wasm' } as const

    hub.fault = (request) => (isData(request) ? { corrupt: true } : undefined)
    expect((await visit(site, hub, options)).error).toMatchObject({ code: 'integrity_failed' })
    hub.fault = undefined
    const loaded = await visit(site, hub, options)
    const bytes = [...files]
      .filter(([path]) => /onnx|tokenizer.json/.test(path))
      .map(([, { length }]) => length)
    expect(loaded.progress[0]!.total).toBe(bytes.reduce((sum, length) => sum + length))
    await hub.close()
    for (const device of parts === 1 ? (['wasm', 'webgpu'] as const) : (['wasm'] as const)) {
      const { error, info, answer } = await visit(site, hub, { ...options, device, load: false })
      expect(error).toBeUndefined()
      expect(info ?? answer!.webrerank).toMatchObject({ device, dtype: 'fp32' })
      for (const { index, relevance_score } of answer!.results) {
        expect(Math.abs(relevance_score - expectedLogit(name, QUERY, DOCUMENTS[index]!))).toBeLessThan(1e-3)
      }
    }
  })
}

test('what is no cross-encoder is refused, with the reason', async ({ site }) => {
  const files = modelFiles('tiny-bert')
  const changed = (config: object) => {
    const json = { ...createModel('tiny-bert').config, ...config }
    return new Map([...files, ['config.json', new TextEncoder().encode(JSON.stringify(json))]])
  }
  const labels = Object.fromEntries(['a', 'b', 'c'].entries())
  const bare = new Map([...files].filter(([path]) => !path.endsWith('.onnx')))
  const hub = await startHub({
    'an/encoder': changed({ architectures: ['BertModel'] }),
    'a/classifier': changed({ id2label: labels }),
    'no/export': bare,
  })
  for (const [name, code, reason] of [
    ['an/encoder', 'invalid_request', 'BertModel'],
    ['a/classifier', 'invalid_request', '3 labels'],
    ['no/export', 'invalid_request', 'no ONNX weights'],
    ['not/there', 'download_failed', '401'],
  ] as const) {
    const { error } = await visit(site, hub, { model: { id: name, source: `hub:${name}` }, device: 'wasm' })
    expect(error?.code).toBe(code)
    expect(error?.message).toContain(reason)
  }
  await hub.close()
})
