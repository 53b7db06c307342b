import { describe, expect, test } from 'vitest'
import { modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { makersOf, type OnnxModel, readModel } from '../format/model.js'
import { createNode, type OnnxNode, withAttributes } from '../format/node.js'
import { openConstant, writeFloats } from '../format/tensor.js'
import { matchKnown } from './match-known.js'

/** A graph that differs from ModernBERT's in one thing must not match: its scores would look right. */

const modern = readModel(modelFiles('tiny-modernbert').get(WEIGHT_PATHS.fp32)!)
const makers = makersOf(modern.nodes)

/** The model with its first node of an operator in another form. */
function changed(operator: string, change: (node: OnnxNode) => OnnxNode[]): OnnxModel {
  const at = modern.nodes.findIndex((node) => node.operator === operator)
  expect(at).toBeGreaterThanOrEqual(0)
  return { ...modern, nodes: modern.nodes.flatMap((node, i) => (i === at ? change(node) : [node])) }
}
const renamed = (from: string, to: string) =>
  changed(from, (node) => [createNode(to, node.inputs, node.outputs, node)])

/** The model with one of its constants, of one number, another. */
function replaced(from: number, to: number): OnnxModel {
  const initializers = new Map(modern.initializers)
  let found = 0
  for (const [name, bytes] of modern.initializers) {
    const { shape, whole, read } = openConstant(bytes)!
    const values = read()!
    if (whole || values.length !== 1 || Math.abs(values[0]! / from - 1) > 1e-6) continue
    found++
    initializers.set(name, writeFloats(name, shape, Float32Array.of(to)))
  }
  expect(found).toBe(1)
  return { ...modern, initializers }
}

const LOWEST = -3.4028234663852886e38

test('as it is it is known', () => {
  expect(matchKnown(modern).layers).toHaveLength(4)
})

describe.each([
  ['a rotation that is none', renamed('Neg', 'Identity'), 'no linear layer'],
  ['sines for cosines', renamed('Cos', 'Sin'), 'no cosines and sines of places'],
  ['cosines of other numbers', renamed('Cos', 'Sqrt'), 'no cosines and sines of places'],
  [
    'halves that are swapped to the wrong places',
    changed('Neg', (node) => [
      createNode(
        'Slice',
        [makers.get(node.inputs[0]!)!.inputs[0]!, 'integers_0', 'integers_8', 'integers_-1'],
        ['same'],
      ),
      createNode('Neg', ['same'], node.outputs),
    ]),
    'no linear layer',
  ],
  ['a window to one side', renamed('Abs', 'Identity'), 'depends on the pair'],
  ['a window that hides the near', renamed('LessOrEqual', 'Greater'), 'not MatMul'],
  ['a mask that weighs less and does not hide', replaced(LOWEST, -1), 'depends on the pair'],
  ['another activation', renamed('Erf', 'Tanh'), 'exact GELU'],
  ['another scale of scores', replaced(0.25, 0.3), 'scaled in another way'],
])('%s', (_, graph, why) => {
  test('is unknown', () => {
    expect(() => matchKnown(graph)).toThrow(why)
  })
})

test('a sum of all tokens that is divided by something else is no mean', () => {
  const sums = modern.nodes.filter(({ operator }) => operator === 'ReduceSum')
  expect(sums).toHaveLength(2)
  const nodes = modern.nodes.map((node) =>
    node === sums[1] ? createNode('ReduceMax', node.inputs, node.outputs, node) : node,
  )
  expect(() => matchKnown({ ...modern, nodes })).toThrow('no encoder that the engine knows')
})

test('a softmax on another axis is another', () => {
  const other = changed('Softmax', (node) => [
    withAttributes(createNode('Softmax', node.inputs, node.outputs), { axis: 1 }, false),
  ])
  expect(() => matchKnown(other)).toThrow('another axis')
})
