import { describe, expect, test } from 'vitest'
import { readExported } from '../../../fixtures/models/exported.js'
import { type OnnxModel, readModel } from '../format/model.js'
import { createNode, type OnnxNode, withAttributes } from '../format/node.js'
import { openConstant, writeFloats, writeIntegers } from '../format/tensor.js'
import { matchEncoder } from './match-encoder.js'

describe('a graph that computes something else does not match', () => {
  const bert = readModel(readExported('bert-5-script-17.onnx'))
  const eager = readModel(readExported('bert-4-script-11.onnx'))
  const xlmr = readModel(readExported('xlmr-5-script-17.onnx'))

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
    for (const model of [bert, eager, xlmr]) expect(matchEncoder(model).layers).toHaveLength(2)
  })
  test('another scale of scores', () => {
    expect(() => matchEncoder(replaced(eager, Math.fround(Math.sqrt(8)), 2.5))).toThrow(
      'scaled in another way',
    )
  })
  test('another activation', () => {
    expect(() => matchEncoder(replaced(bert, Math.fround(Math.SQRT2), 1.6))).toThrow('exact GELU')
    expect(() =>
      matchEncoder(changed(bert, 'Erf', (erf) => [createNode('Tanh', erf.inputs, erf.outputs)])),
    ).toThrow('exact GELU')
  })
  test('another power in a norm', () => {
    expect(() => matchEncoder(replaced(eager, 2, 3))).toThrow('is no norm')
  })
  test('a bias of scores by distance', () => {
    const values = Float32Array.from({ length: 25 }, (_, i) => -Math.abs(Math.floor(i / 5) - (i % 5)))
    const model = withConstants(bert, { distances: writeFloats('distances', [5, 5], values) })
    expect(() => matchEncoder(biased(model, 'distances'))).toThrow('not MatMul')
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
    expect(() => matchEncoder({ ...late, nodes: [...made, ...late.nodes] })).toThrow('depends on the pair')
  })
  test('a softmax over heads', () => {
    // Without an axis it is the last one in new operators, and another in old ones.
    const bare = changed(bert, 'Softmax', (softmax) => [
      createNode('Softmax', softmax.inputs, softmax.outputs),
    ])
    expect(() => matchEncoder(bare)).toThrow('another axis')
    const other = bert.nodes.find(({ operator }) => operator === 'Gather')!
    expect(() =>
      matchEncoder(
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
    expect(() => matchEncoder(model)).toThrow('positions are counted in another way')
  })
  test.each(['exclusive', 'reverse'])('positions that are counted %s', (name) => {
    const counted = changed(xlmr, 'CumSum', (sum) => [withAttributes(sum, { [name]: 1 }, false)])
    expect(() => matchEncoder(counted)).toThrow('no encoder')
  })
  test('a dropout that drops, and not one that does not', () => {
    const dropping = (training: number) => {
      const model = changed(bert, 'Softmax', (softmax) => [
        createNode('Softmax', softmax.inputs, ['all'], softmax),
        createNode('Dropout', ['all', 'half', 'training'], softmax.outputs),
      ])
      const half = writeFloats('half', [1], Float32Array.of(0.5))
      return withConstants(model, { half, training: writeIntegers('training', [training]) })
    }
    expect(matchEncoder(dropping(0)).layers).toHaveLength(2)
    expect(() => matchEncoder(dropping(1))).toThrow('no encoder')
  })
  test('states in whole numbers', () => {
    const cut = changed(bert, 'Transpose', (node) => [
      withAttributes(createNode('Cast', [node.inputs[0]!], ['whole']), { to: 7 }, false),
      withAttributes(createNode('Cast', ['whole'], ['cut']), { to: 1 }, false),
      createNode('Transpose', ['cut'], node.outputs, node),
    ])
    expect(() => matchEncoder(cut)).toThrow('no encoder')
  })
  test('a norm over all tokens', () => {
    const nodes = eager.nodes.flatMap((node, i) => {
      if (node.operator !== 'ReduceMean') return [node]
      const flat = createNode('Reshape', [node.inputs[0]!, 'flat'], [`flat ${i}`])
      return [flat, createNode('ReduceMean', [`flat ${i}`], node.outputs, node)]
    })
    const model = withConstants({ ...eager, nodes }, { flat: writeIntegers('flat', [1, -1]) })
    expect(() => matchEncoder(model)).toThrow('is no norm')
  })
  test('a vocabulary of which most is left out', () => {
    const map = Array.from({ length: 64 }, (_, id) => Math.min(id, 20))
    const nodes = bert.nodes.flatMap((node) => {
      if (node.inputs[1] !== 'input_ids') return [node]
      const kept = createNode('Gather', ['map', 'input_ids'], ['kept'])
      return [kept, createNode('Gather', [node.inputs[0]!, 'kept'], node.outputs, node)]
    })
    const model = withConstants({ ...bert, nodes }, { map: writeIntegers('map', map) })
    expect(() => matchEncoder(model)).toThrow('other rows of the vocabulary')
  })
  test('weights that are turned as they were', () => {
    const at = bert.nodes.findIndex(({ operator, inputs }) => {
      return operator === 'MatMul' && bert.initializers.has(inputs[1]!)
    })
    const nodes = bert.nodes.flatMap((node, i) => {
      if (i !== at) return [node]
      const turn = withAttributes(
        createNode('Transpose', [node.inputs[1]!], ['same']),
        { perm: [0, 1] },
        false,
      )
      return [turn, createNode('MatMul', [node.inputs[0]!, 'same'], node.outputs)]
    })
    expect(() => matchEncoder({ ...bert, nodes })).toThrow('no linear layer')
  })
  test("an operator of another's", () => {
    const foreign = changed(bert, 'Tanh', (node) => [{ ...node, operator: 'some.where.Tanh' }])
    expect(() => matchEncoder(foreign)).toThrow('not Tanh')
  })
  test('a tensor that two nodes make', () => {
    const { nodes } = changed(bert, 'Tanh', (node) => [node, node])
    expect(() => matchEncoder({ ...bert, nodes })).toThrow('two nodes')
  })
  test('a product of products without end', () => {
    const doubled = changed(bert, 'Softmax', (softmax) => {
      const chain = Array.from({ length: 40 }, (_, i) => {
        const from = i === 0 ? softmax.inputs[0]! : `power ${i - 1}`
        return createNode('Mul', [from, from], [`power ${i}`])
      })
      return [...chain, createNode('Softmax', ['power 39'], softmax.outputs, softmax)]
    })
    expect(() => matchEncoder(doubled)).toThrow('too many')
  })
})
