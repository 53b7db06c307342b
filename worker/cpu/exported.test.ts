import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileEngine } from '../../engine/build.mjs'
import { createNode, type OnnxModel, type OnnxNode, readModel } from '../onnx/model.js'
import { openConstant, writeFloats, writeIntegers } from '../onnx/tensor.js'
import { createForward } from './forward.js'
import { createHeap } from './kernels.js'
import { recognise } from './recognise.js'

interface Expected {
  pairs: { ids: number[]; types: number[] }[]
  logits: Record<string, number[]>
}

const folder = new URL('../../fixtures/exported/', import.meta.url)
const { pairs, logits } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Expected
const names = readdirSync(folder).filter((name) => name.endsWith('.onnx'))
const read = (name: string) => readModel(new Uint8Array(readFileSync(new URL(name, folder))))
const module = await WebAssembly.compile(await compileEngine('plain'))

describe("files of PyTorch's exporters", () => {
  test('are those of two families, in five ways, and of one in int8 and of one in halves', () => {
    expect(names).toHaveLength(14)
  })

  test.each(names)('%s scores as PyTorch', async (name) => {
    const q8 = name.includes('-q8')
    const forward = createForward(await createHeap(module), recognise(read(name)), q8 ? 'words' : 'float')
    // What the file's own numbers are rounded to; the weights are large, so that each of them counts.
    const near = q8 ? 0.15 : name.includes('-fp16') ? 0.01 : 1e-4
    const scores = pairs.map(({ ids, types }) => forward(ids, types)[0]!)
    for (const [i, score] of scores.entries()) {
      expect(Math.abs(score - logits[/^\w+-\d/.exec(name)![0]]![i]!)).toBeLessThan(near)
    }
  })
})

test('a vocabulary of any size is not gone through', () => {
  const model = read('bert-4-script-11.onnx')
  const name = [...model.initializers.keys()].find((name) => name.includes('word_embeddings'))!
  const large = writeFloats(name, [400_000, 16], new Float32Array(400_000 * 16))
  const initializers = new Map([...model.initializers, [name, large]])
  expect(recognise({ ...model, initializers }).words.rows.shape).toEqual([400_000, 16])
})

describe('what computes something else is not recognised', () => {
  const bert = read('bert-5-script-17.onnx')
  const eager = read('bert-4-script-11.onnx')
  const xlmr = read('xlmr-5-script-17.onnx')

  /** The model with one of its constants another number. */
  const replaced = (model: OnnxModel, from: number, to: number): OnnxModel => {
    let found = 0
    const initializers = new Map(model.initializers)
    for (const [name, bytes] of model.initializers) {
      const { shape, whole, read } = openConstant(bytes)!
      const values = read()!
      if (whole || values.length !== 1 || Math.abs(values[0]! - from) > 1e-6) continue
      found++
      initializers.set(name, writeFloats(name, shape, Float32Array.of(to)))
    }
    expect(found).toBeGreaterThan(0)
    return { ...model, initializers }
  }
  /** The model with its first node of an operator in the place of what is made of it. */
  const changed = (model: OnnxModel, operator: string, change: (node: OnnxNode) => OnnxNode[]): OnnxModel => {
    const at = model.nodes.findIndex((node) => node.operator === operator)
    expect(at).toBeGreaterThanOrEqual(0)
    return { ...model, nodes: model.nodes.flatMap((node, i) => (i === at ? change(node) : [node])) }
  }
  const withConstants = (model: OnnxModel, constants: Record<string, Uint8Array>): OnnxModel => ({
    ...model,
    initializers: new Map([...model.initializers, ...Object.entries(constants)]),
  })
  /** Something is added to the scores before the first softmax. */
  const biased = (model: OnnxModel, bias: string) =>
    changed(model, 'Softmax', (softmax) => [
      createNode('Add', [softmax.inputs[0]!, bias], ['biased']),
      createNode('Softmax', ['biased'], softmax.outputs, softmax),
    ])

  test('as it is, each is', () => {
    for (const model of [bert, eager, xlmr]) expect(recognise(model).layers).toHaveLength(2)
  })
  test('another scale of scores', () => {
    expect(() => recognise(replaced(eager, Math.fround(Math.sqrt(8)), 2.5))).toThrow('scaled in another way')
  })
  test('another activation', () => {
    expect(() => recognise(replaced(bert, Math.fround(Math.SQRT2), 1.6))).toThrow('exact GELU')
    expect(() =>
      recognise(changed(bert, 'Erf', (erf) => [createNode('Tanh', erf.inputs, erf.outputs)])),
    ).toThrow('exact GELU')
  })
  test('another power in a norm', () => {
    expect(() => recognise(replaced(eager, 2, 3))).toThrow('is no norm')
  })
  test('a bias of scores by distance', () => {
    const values = Float32Array.from({ length: 25 }, (_, i) => -Math.abs(Math.floor(i / 5) - (i % 5)))
    const model = withConstants(bert, { distances: writeFloats('distances', [5, 5], values) })
    expect(() => recognise(biased(model, 'distances'))).toThrow('not MatMul')
  })
  test('a bias of long pairs alone', () => {
    // The number of tokens over 40, in whole numbers: nothing for the short pair of a trial.
    const model = withConstants(bert, {
      forty: writeIntegers('forty', [40]),
      last: writeIntegers('last', [1]),
    })
    const late = biased(model, 'late')
    const made = [
      createNode('Shape', ['input_ids'], ['sides']),
      createNode('Gather', ['sides', 'last'], ['columns']),
      createNode('Div', ['columns', 'forty'], ['over']),
      createNode('Identity', ['over'], ['late']),
    ]
    expect(() => recognise({ ...late, nodes: [...made, ...late.nodes] })).toThrow('hangs on the pair')
  })
  test('a softmax over heads', () => {
    const turned = changed(bert, 'Softmax', (softmax) => [
      createNode('Softmax', softmax.inputs, softmax.outputs),
    ])
    // Without an axis it is the last one.
    expect(recognise(turned).heads).toBe(2)
    const other = bert.nodes.find(({ operator }) => operator === 'Gather')!
    expect(() =>
      recognise(
        changed(bert, 'Softmax', (softmax) => [
          createNode('Softmax', softmax.inputs, softmax.outputs, other),
        ]),
      ),
    ).toThrow('another axis')
  })
  test('positions that are counted in another way', () => {
    const shifted = changed(xlmr, 'CumSum', (sum) => [
      createNode('CumSum', sum.inputs, ['sums'], sum),
      createNode('Add', ['sums', 'one'], sum.outputs),
    ])
    const model = withConstants(shifted, { one: writeIntegers('one', [1]) })
    expect(() => recognise(model)).toThrow('positions are counted in another way')
  })
})
