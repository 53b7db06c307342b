import { expectedLogit, pairIds } from '../fixtures/cards.mjs'
import { modelFiles } from '../fixtures/files.mjs'
import { startHub } from '../fixtures/hub.mjs'
import { createModel, type ModelName } from '../fixtures/models.mjs'
import { referenceLogits } from '../fixtures/reference.mjs'
import { DOCUMENTS, expect, QUERY, test, type Visit, visit } from './support/hub.js'

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

for (const name of ['tiny-bert', 'tiny-roberta', 'tiny-xlmr'] as const) {
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

test('what is no cross-encoder is refused, with the reason', async ({ site }) => {
  const files = modelFiles('tiny-bert')
  const changed = (config: object) => {
    const json = { ...createModel('tiny-bert').config, ...config }
    return new Map([...files, ['config.json', new TextEncoder().encode(JSON.stringify(json))]])
  }
  const labels = Object.fromEntries(['a', 'b', 'c'].entries())
  const large = new Map([...files].filter(([path]) => !path.endsWith('.onnx')))
  large.set('onnx/model.onnx', files.get('onnx/model.onnx')!)
  large.set('onnx/model.onnx_data', files.get('onnx/model.onnx')!)
  const hub = await startHub({
    'an/encoder': changed({ architectures: ['BertModel'] }),
    'a/classifier': changed({ id2label: labels }),
    'too/large': large,
  })
  for (const [name, code, reason] of [
    ['an/encoder', 'invalid_request', 'BertModel'],
    ['a/classifier', 'invalid_request', '3 labels'],
    ['too/large', 'invalid_request', 'one file'],
    ['not/there', 'download_failed', '401'],
  ] as const) {
    const { error } = await visit(site, hub, { model: { id: name, source: `hub:${name}` }, device: 'wasm' })
    expect(error?.code).toBe(code)
    expect(error?.message).toContain(reason)
  }
  await hub.close()
})
