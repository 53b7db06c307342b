import { describe, expect, test } from 'vitest'
import { createCard } from '../../fixtures/models/cards.mjs'
import { modelFiles, WEIGHT_PATHS } from '../../fixtures/models/files.mjs'
import type { ModelName } from '../../fixtures/models/types.js'
import { readModel } from '../onnx/format/model.js'
import type { Choice, Rewritten } from '../runtime/types.js'
import { preferRewritten } from './gpu-graph.js'

const GPU: Choice = { device: 'webgpu', dtype: 'fp32', build: 'jspi', reason: 'asked for' }

/** What is opened, in turn; the first of them fail. */
async function opened(name: ModelName, choice = GPU, failures = 0) {
  const weights = new Uint8Array(modelFiles(name).get(WEIGHT_PATHS.fp32)!)
  const all: { reason: string; model: Rewritten }[] = []
  await preferRewritten(createCard(name, ''), choice, weights, [], async ({ reason }, model) => {
    all.push({ reason, model })
    if (all.length <= failures) throw new Error('wrong here')
  }).catch(() => {})
  return all.map(({ reason, model }) => ({
    reason,
    rewritten: model.graph ? 'last layer' : model.weights === weights ? 'not' : 'fused',
    graph: model.graph,
  }))
}

describe('for a GPU', () => {
  test('BERT is written anew in large steps', async () => {
    expect(await opened('tiny-bert')).toMatchObject([{ rewritten: 'fused' }])
  })

  test('of XLM-RoBERTa the last layer is, and its weights are not touched', async () => {
    const [first, ...more] = await opened('tiny-xlmr')
    expect(more).toEqual([])
    expect(first!.rewritten).toBe('last layer')
    const made = readModel(first!.graph!).nodes.flatMap(({ outputs }) => outputs)
    expect(made.filter((name) => name.startsWith('first token'))).toHaveLength(7)
  })

  test('what fails is opened as it is, and the reason is told', async () => {
    expect(await opened('tiny-xlmr', GPU, 1)).toMatchObject([
      { rewritten: 'last layer', reason: 'asked for' },
      { rewritten: 'not', reason: 'asked for; by the graph as it is, since: wrong here' },
    ])
  })

  test('other architectures are opened once, as they are', async () => {
    expect(await opened('tiny-modernbert', GPU, 1)).toMatchObject([{ rewritten: 'not' }])
  })
})

test('on a CPU nothing is rewritten', async () => {
  const choice: Choice = { device: 'wasm', dtype: 'fp32', build: 'wasm', reason: 'asked for' }
  expect(await opened('tiny-bert', choice)).toMatchObject([{ rewritten: 'not' }])
})
