import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCard, pairIds } from '../../../fixtures/models/cards.mjs'
import { modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { encodeOnnx, toHalf as referenceHalf, toBytes } from '../../../fixtures/onnx/format.mjs'
import { openScorer } from '../../../fixtures/onnx/ort-in-node.js'
import { readModel } from '../format/model.js'
import { integerAttribute } from '../format/node.js'
import { readFields, readIntegerList } from '../format/protobuf.js'
import { dequantizeModel } from './dequantize.js'
import { halveModel, toHalf } from './float16.js'

const embedded = () =>
  readFileSync(new URL('../../../public/models/webrerank-tiny-en/onnx/model_quantized.onnx', import.meta.url))

describe.each(['tiny-bert', 'tiny-roberta', 'tiny-xlmr'] as const)('%s', (name) => {
  test('scores as its float file does, within what 16 bits cost', { timeout: 30_000 }, async () => {
    const file = modelFiles(name).get(WEIGHT_PATHS.fp32)!
    const [before, after] = [await openScorer(file), await openScorer(halveModel(file))]
    for (const { query, document } of createCard(name, '').reference!) {
      const pair = pairIds(name, query, document)
      expect(Math.abs((await after(pair)) - (await before(pair)))).toBeLessThan(0.03)
    }
  })
})

test('the embedded model has no 32-bit floats left but its logits, in half the bytes', {
  timeout: 30_000,
}, () => {
  const floats = dequantizeModel(embedded())
  const halves = halveModel(floats)
  expect(halves.length).toBeLessThan(0.51 * floats.length)
  const model = readModel(halves)
  for (const tensor of model.initializers.values()) {
    expect([6, 7, 10]).toContain(readIntegerList(readFields(tensor), 2).at(-1))
  }
  const toFloats = model.nodes.filter(
    (node) => node.operator === 'Cast' && integerAttribute(node, 'to', 0) === 1,
  )
  expect(toFloats.map((node) => node.outputs)).toEqual([['logits']])
  expect(model.outputs).toEqual(['logits'])
})

test('a float becomes the nearest half, ties to even, and never infinite', () => {
  const float = fc.float({ noNaN: true })
  const small = fc.float({ noNaN: true, min: Math.fround(-1e-4), max: Math.fround(1e-4) })
  fc.assert(
    fc.property(fc.oneof(float, small, fc.float({ noNaN: true, min: -8, max: 8 })), (value) => {
      const expected = referenceHalf(value)
      expect(toHalf(value)).toBe((expected & 0x7fff) === 0x7c00 ? expected - 1 : expected)
    }),
    { numRuns: 5000 },
  )
  expect([1, 65504, 1e9, -1e9, 2 ** -24, 2 ** -25, -0].map(toHalf)).toEqual([
    0x3c00, 0x7bff, 0x7bff, 0xfbff, 1, 0, 0x8000,
  ])
  expect(toHalf(Number.NaN)).toBe(0x7e00)
})

test('an output that the graph itself reads on is read in 16 bits', async () => {
  const file = encodeOnnx(
    {
      name: 'small',
      inputs: [{ name: 'x', type: 'int64', shape: ['n'] }],
      outputs: [
        { name: 'y', type: 'float32', shape: ['n'] },
        { name: 'z', type: 'float32', shape: ['n'] },
      ],
      nodes: [
        { op: 'Cast', inputs: ['x'], outputs: ['y'], attributes: { to: 1 } },
        { op: 'Mul', inputs: ['y', 'w'], outputs: ['z'], attributes: {} },
      ],
      initializers: [{ name: 'w', type: 'float32', shape: [1], bytes: toBytes('float32', [0.5]) }],
    },
    17,
  )
  const [cast, multiply] = readModel(halveModel(file)).nodes
  expect(multiply!.inputs[0]).toBe(cast!.outputs[0])
  expect(cast!.outputs[0]).not.toBe('y')
})

test('what is quantised is refused', () => {
  expect(() => halveModel(embedded())).toThrow('is not known in 16-bit floats')
})
