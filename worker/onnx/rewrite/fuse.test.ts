import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createCard, pairIds } from '../../../fixtures/models/cards.mjs'
import { modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { openScorer } from '../../../fixtures/onnx/ort-in-node.js'
import { readModel } from '../format/model.js'
import { dequantizeModel } from './dequantize.js'
import { halveModel } from './float16.js'
import { fuseModel } from './fuse.js'

const embedded = () =>
  dequantizeModel(
    readFileSync(
      new URL('../../../public/models/webrerank-tiny-en/onnx/model_quantized.onnx', import.meta.url),
    ),
  )

const pairs = createCard('tiny-bert', '').reference!.map(({ query, document }) =>
  pairIds('tiny-bert', query, document),
)

async function compare(before: Uint8Array, after: Uint8Array, tolerance: number, vocabulary: number) {
  const [plain, fused] = [await openScorer(before), await openScorer(after)]
  for (const { ids, types } of pairs) {
    const pair = { ids: Array.from(ids, (id) => id % vocabulary), types }
    expect(Math.abs((await fused(pair)) - (await plain(pair)))).toBeLessThan(tolerance)
  }
}

describe('a graph of large steps', () => {
  test('scores as the graph it was', { timeout: 30_000 }, async () => {
    const file = modelFiles('tiny-bert').get(WEIGHT_PATHS.fp32)!
    await compare(file, fuseModel(file), 1e-5, Infinity)
  })

  test('scores as the embedded model does', { timeout: 30_000 }, async () => {
    const file = embedded()
    await compare(file, fuseModel(file), 1e-5, 14_336)
  })

  test('scores in 16 bits within what those cost', { timeout: 30_000 }, async () => {
    const file = embedded()
    await compare(file, halveModel(fuseModel(file)), 0.03, 14_336)
  })

  test('has an operator for attention, sum and norm, and GELU', () => {
    const operators = readModel(fuseModel(embedded())).nodes.map(({ operator }) => operator)
    const count = (name: string) => operators.filter((operator) => operator === name).length
    expect(['MultiHeadAttention', 'SkipLayerNormalization', 'Gelu'].map(count)).toEqual([3, 7, 3])
    expect(['MatMul', 'Softmax', 'Erf', 'LayerNormalization'].map(count)).toEqual([0, 0, 0, 0])
  })

  test('is not made of a graph that does not match', () => {
    expect(() => fuseModel(modelFiles('tiny-roberta').get(WEIGHT_PATHS.fp32)!)).toThrow('RoBERTa')
    expect(() => fuseModel(modelFiles('tiny-bert').get(WEIGHT_PATHS.q8)!)).toThrow()
  })
})
