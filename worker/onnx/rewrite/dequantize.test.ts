import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCard, pairIds } from '../../../fixtures/models/cards.mjs'
import { modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { encodeOnnx, toBytes } from '../../../fixtures/onnx/format.mjs'
import { openScorer } from '../../../fixtures/onnx/ort-in-node.js'
import type { Graph, Node } from '../../../fixtures/onnx/types.js'
import { readModel } from '../format/model.js'
import { bytesOf, readFields, VARINT, writeFields } from '../format/protobuf.js'
import { readTensor } from '../format/tensor.js'
import { dequantizeModel } from './dequantize.js'

const embedded = () =>
  readFileSync(new URL('../../../public/models/webrerank-tiny-en/onnx/model_quantized.onnx', import.meta.url))

const operators = (file: Uint8Array) => new Set(readModel(file).nodes.map((node) => node.operator))

describe.each(['tiny-bert', 'tiny-roberta', 'tiny-xlmr'] as const)('%s', (name) => {
  const files = modelFiles(name)
  const pairs = createCard(name, '').reference!.map(({ query, document }) => pairIds(name, query, document))
  const scoresOf = async (file: Uint8Array) => {
    const score = await openScorer(file)
    const logits: number[] = []
    for (const pair of pairs) logits.push(await score(pair))
    return logits
  }

  test('scores as its int8 and its float file do, within what int8 costs', { timeout: 30_000 }, async () => {
    const [q8, fp32] = [files.get(WEIGHT_PATHS.q8)!, files.get(WEIGHT_PATHS.fp32)!]
    const made = await scoresOf(dequantizeModel(q8))
    const [int8, float] = [await scoresOf(q8), await scoresOf(fp32)]
    made.forEach((logit, i) => {
      expect(Math.abs(logit - int8[i]!)).toBeLessThan(0.25)
      expect(Math.abs(logit - float[i]!)).toBeLessThan(0.25)
    })
  })

  test('has the operators of its float file, and its constants in as many bytes', () => {
    const [q8, fp32] = [dequantizeModel(files.get(WEIGHT_PATHS.q8)!), files.get(WEIGHT_PATHS.fp32)!]
    expect(operators(q8)).toEqual(operators(fp32))
    expect(Math.abs(q8.length - fp32.length)).toBeLessThan(0.02 * fp32.length)
  })
})

test('the embedded model has plain operators and no int8 constants once it is rewritten', {
  timeout: 30_000,
}, () => {
  const model = readModel(dequantizeModel(embedded()))
  for (const { operator } of model.nodes) expect(operator).not.toMatch(/Integer|Quantize/)
  for (const tensor of model.initializers.values()) {
    const type = readFields(tensor).find((field) => field.number === 2)
    expect(type?.wire === VARINT && [1n, 6n, 7n].includes(type.value)).toBe(true)
  }
})

test('a float graph stays what it is, but for what its outputs do not need', () => {
  const file = modelFiles('tiny-bert').get(WEIGHT_PATHS.fp32)!
  const [before, after] = [readModel(file), readModel(dequantizeModel(file))]
  expect(after.nodes.map((node) => node.outputs)).toEqual(before.nodes.map((node) => node.outputs))
  expect(after.rest).toEqual(before.rest)
})

describe('small graphs', () => {
  const small = (nodes: Node[], weights = { shape: [2, 3], values: [1, -2, 3, -4, 5, -128] }) => {
    const graph: Graph = {
      name: 'small',
      inputs: [{ name: 'x', type: 'float32', shape: ['n', 2] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['n', 3] }],
      nodes,
      initializers: [
        { name: 'w', type: 'int8', shape: weights.shape, bytes: toBytes('int8', weights.values) },
        { name: 'scales', type: 'float32', shape: [3], bytes: toBytes('float32', [0.5, 2, 4]) },
        { name: 'zeros', type: 'int8', shape: [3], bytes: toBytes('int8', [0, 1, -1]) },
      ],
    }
    return encodeOnnx(graph, 17)
  }
  const linear: Node[] = [
    { op: 'DynamicQuantizeLinear', inputs: ['x'], outputs: ['q', 's', 'z'], attributes: {} },
    { op: 'MatMulInteger', inputs: ['q', 'w', 'z', 'zeros'], outputs: ['i'], attributes: {} },
    { op: 'Cast', inputs: ['i'], outputs: ['f'], attributes: { to: 1 } },
    { op: 'Mul', inputs: ['scales', 's'], outputs: ['t'], attributes: {} },
    { op: 'Mul', inputs: ['t', 'f'], outputs: ['y'], attributes: {} },
  ]

  test('scales and zero points of columns are applied, factors stand in any order', () => {
    const { nodes, initializers } = readModel(dequantizeModel(small(linear)))
    expect(nodes.map(({ operator, inputs }) => [operator, ...inputs])).toEqual([
      ['MatMul', 'x', 'w scales zeros'],
    ])
    expect([...initializers.keys()]).toEqual(['w scales zeros'])
    const { shape, values } = readTensor(initializers.get('w scales zeros')!)
    expect({ shape, values: [...values] }).toEqual({ shape: [2, 3], values: [0.5, -6, 16, -2, 8, -508] })
  })

  test('a zero point that is not constant is refused', () => {
    const computed: Node = { op: 'Identity', inputs: ['zeros'], outputs: ['zero'], attributes: {} }
    const inputs = ['q', 'w', 'z', 'zero']
    const nodes = [
      computed,
      ...linear.map((node) => (node.op === 'MatMulInteger' ? { ...node, inputs } : node)),
    ]
    expect(() => dequantizeModel(small(nodes))).toThrow('quantised in a way that is not known')
  })

  test('what is quantised otherwise is refused', () => {
    const other = [
      ...linear.slice(0, 2),
      { op: 'Cast', inputs: ['i'], outputs: ['y'], attributes: { to: 1 } },
    ]
    expect(() => dequantizeModel(small(other))).toThrow('quantised in a way that is not known')
  })

  test('a tensor with more or fewer numbers than its shape has is refused', () => {
    const file = small(linear, { shape: [2, 4], values: [1, 2, 3, 4, 5, 6] })
    expect(() => dequantizeModel(file)).toThrow('a tensor of shape [2,4] has 6 numbers')
    const wide = small(linear, { shape: [1, 6], values: [1, 2, 3, 4, 5, 6] })
    expect(() => dequantizeModel(wide)).toThrow('3 scales or zero points for 6')
  })

  test('a file that is cut anywhere is an error or leaves out whole fields, and no byte outside is read', () => {
    const file = small(linear)
    const whole = dequantizeModel(file)
    for (let length = 0; length < file.length; length++) {
      try {
        expect(bytesOf(readFields(dequantizeModel(file.subarray(0, length))), 7)).toEqual(
          bytesOf(readFields(whole), 7),
        )
      } catch (error) {
        expect((error as Error).message).toMatch(/^malformed ONNX file: /)
      }
    }
  })

  test('damaged bytes give an error or a file, and nothing else', { timeout: 30_000 }, () => {
    const file = small(linear)
    const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = file.slice()
        for (const [at, byte] of changes) damaged[at] = byte
        try {
          expect(dequantizeModel(damaged)).toBeInstanceOf(Uint8Array)
        } catch (error) {
          expect((error as Error).constructor).toBe(Error)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

test('fields are written as they were read', () => {
  const file = embedded()
  expect(Buffer.compare(writeFields(readFields(file)), file)).toBe(0)
})
