import { makersOf, type OnnxModel, readModel, withInput, writeModel } from '../format/model.js'
import { createNode, type OnnxNode, renameNode, withAttributes } from '../format/node.js'

/** The input that is added: the place of each row's last token, as [rows, 1, 1]. */
export const LAST_TOKEN = 'webrerank: last token'

/** Operators between the output layer's product and the logits, of which each works on one number at a time. */
const AFTER = new Set(['Cast', 'Identity', 'Mul', 'Add'])
/** Products of states with a matrix of constants. */
const PRODUCTS = new Set([
  'MatMul',
  'MatMulNBits',
  'MatMulInteger',
  'MatMulIntegerToFloat',
  'DynamicQuantizeMatMul',
])
/** What a last layer's norm ends with, whole or in parts: it has a state of each token. */
const NORMS = new Set([
  'SimplifiedLayerNormalization',
  'SkipSimplifiedLayerNormalization',
  'RMSNormalization',
  'LayerNormalization',
  'SkipLayerNormalization',
  'Mul',
  'Add',
  'Cast',
])
/** From this version on, ONNX has a GatherND of batches. */
const LEAST_VERSION = 12

/**
 * Rewrites a decoder's graph so that the output layer reads the last token's state alone: logits of a whole vocabulary are
 * 600 kB a token in float32, of which those of one token are wanted. Weights are not touched, and need not be in memory.
 * @param bytes an ONNX file with an output `logits` of each token
 * @throws Error for a graph whose output layer is not found
 */
export function lastTokenOnly(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const model = readModel(bytes)
  const { node, input } = findStates(model)
  const states = node.inputs[input]!
  const taken = `${LAST_TOKEN}: state`
  const gather = withAttributes(
    createNode('GatherND', [states, LAST_TOKEN], [taken]),
    { batch_dims: 1 },
    false,
  )
  const nodes = model.nodes.flatMap((each) =>
    each === node ? [gather, renameNode(each, (name) => (name === states ? taken : name))] : [each],
  )
  return writeModel(withInput({ ...model, nodes }, LAST_TOKEN, ['batch_size', 1, 1]))
}

/** The node that takes the states for the output layer's product, and which of its inputs they are. */
function findStates(model: OnnxModel): { node: OnnxNode; input: number } {
  const makers = makersOf(model.nodes)
  if (model.version < LEAST_VERSION) throw new Error(`operators of version ${model.version}`)
  const product = findProduct(makers, 'logits')
  if (!product) throw new Error('no product that gives logits')
  const maker = makers.get(product.inputs[0]!)
  // Of int8 what is multiplied are states in bytes.
  const node = maker?.operator === 'DynamicQuantizeLinear' ? maker : product
  const norm = makers.get(node.inputs[0]!)
  if (!norm || !NORMS.has(norm.operator)) throw new Error(`states by ${norm?.operator ?? 'nothing'}`)
  const uses = model.nodes.filter(({ inputs }) => inputs.includes(node.outputs[0]!))
  if (node !== product && uses.length > 1) throw new Error('states in bytes that are used elsewhere')
  return { node, input: 0 }
}

function findProduct(makers: ReadonlyMap<string, OnnxNode>, name: string): OnnxNode | undefined {
  const node = makers.get(name)
  if (!node || PRODUCTS.has(node.operator)) return node
  if (!AFTER.has(node.operator)) return undefined
  for (const input of node.inputs) {
    const found = findProduct(makers, input)
    if (found) return found
  }
  return undefined
}
