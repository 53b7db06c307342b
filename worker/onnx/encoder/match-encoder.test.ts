import { describe, expect, test } from 'vitest'
import { modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { createModel } from '../../../fixtures/models/models.mjs'
import { writeOnnx } from '../../../fixtures/onnx/graph.mjs'
import { makersOf, type OnnxModel, readModel } from '../format/model.js'
import { createNode, type OnnxNode } from '../format/node.js'
import { writeFloats } from '../format/tensor.js'
import { fuseModel } from '../rewrite/fuse.js'
import { matchEncoder } from './match-encoder.js'

/** A graph that differs from BERT's in one thing must not match. */

const UNKNOWN = 'no encoder that the engine knows'
const OTHERS = ['tiny-deberta', 'tiny-jina', 'tiny-modernbert', 'tiny-encoder'] as const

describe.each(OTHERS)('%s', (name) => {
  const model = createModel(name)

  test.each(['fp32', 'fp16', 'q8', 'qdq'] as const)('is unknown in %s', (dtype) => {
    expect(() => matchEncoder(readModel(writeOnnx(model, dtype)))).toThrow(UNKNOWN)
  })

  test('is unknown with any number of layers, and is not written anew for a GPU', () => {
    for (const num_hidden_layers of [0, 1, 2]) {
      const file = writeOnnx({ ...model, config: { ...model.config, num_hidden_layers } }, 'fp32')
      expect(() => matchEncoder(readModel(file))).toThrow(UNKNOWN)
      expect(() => fuseModel(file)).toThrow(UNKNOWN)
    }
  })
})

const bert = readModel(modelFiles('tiny-bert').get(WEIGHT_PATHS.fp32)!)
const makers = makersOf(bert.nodes)
const made = (name: string | undefined) => makers.get(name ?? '')!
const softmax = bert.nodes.find(({ operator }) => operator === 'Softmax')!
const masked = made(softmax.inputs[0])
const divided = made(masked.inputs[0])
const dots = made(divided.inputs[0])
const pooled = bert.nodes.find(({ operator }) => operator === 'Tanh')!
const widened = bert.nodes.find(({ operator }) => operator === 'Erf')!
/** The end of the first GELU. */
const activated = bert.nodes.find(
  ({ operator }, i) => operator === 'Mul' && i > bert.nodes.indexOf(widened) + 2,
)!

/** Constants that no export has: of the shapes that they would have in the pair that a graph is tried with. */
const CONSTANTS = { distances: [5, 5], near: [5, 5], cosines: [1], gate: [1] }

/** Puts an operator behind what a node makes, for all that read it. */
function behind(node: OnnxNode, operator: string, ...others: string[]): OnnxModel {
  const [from] = node.outputs
  const to = `${from}_changed`
  const added = createNode(operator, [from!, ...others], [to])
  const nodes = bert.nodes.flatMap((each) => {
    if (each === node) return [each, added]
    return [{ ...each, inputs: each.inputs.map((input) => (input === from ? to : input)) }]
  })
  const initializers = new Map(bert.initializers)
  for (const [name, shape] of Object.entries(CONSTANTS)) {
    const count = shape.reduce((product, side) => product * side, 1)
    initializers.set(
      name,
      writeFloats(
        name,
        shape,
        Float32Array.from({ length: count }, (_, i) => (i % 2) + 0.5),
      ),
    )
  }
  return { ...bert, nodes, initializers }
}

/** A constant of halves, as a bias that an exporter has folded. */
const CONSTANT = 'scalar_0.5'

test('the graph is known as it is', () => {
  expect(matchEncoder(bert).layers).toHaveLength(2)
})

test.each([dots, divided, masked, made(masked.inputs[1]), made(dots.inputs[0]), activated])(
  'with nothing behind one of its nodes it is known still',
  (node) => {
    expect(matchEncoder(behind(node, 'Identity')).layers).toHaveLength(2)
  },
)

test.each([
  ['a bias of distance before the scale', behind(dots, 'Add', 'distances')],
  ['a bias before the mask', behind(divided, 'Add', 'distances')],
  ['a bias with the mask', behind(made(masked.inputs[1]), 'Add', 'distances')],
  ['a bias behind the mask', behind(masked, 'Add', 'distances')],
  ['a folded bias before the scale', behind(dots, 'Add', CONSTANT)],
  ['a folded bias before the mask', behind(divided, 'Add', CONSTANT)],
  ['a folded bias with the mask', behind(made(masked.inputs[1]), 'Add', CONSTANT)],
  ['a folded bias behind the mask', behind(masked, 'Add', CONSTANT)],
  ['a window', behind(made(masked.inputs[1]), 'Where', 'near', CONSTANT)],
  ['turned queries', behind(made(dots.inputs[0]), 'Mul', 'cosines')],
  ['turned keys', behind(made(dots.inputs[1]), 'Mul', 'cosines')],
  ['a gate', behind(activated, 'Mul', 'gate')],
  ['another pooler', behind(made(pooled.inputs[0]), 'Erf')],
] as const)('BERT with %s is unknown', (_, graph) => {
  expect(() => matchEncoder(graph)).toThrow(UNKNOWN)
})
