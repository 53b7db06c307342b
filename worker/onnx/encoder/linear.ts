import {
  bothWays,
  floatAttribute,
  integerAttribute,
  integerListAttribute,
  type OnnxNode,
} from '../format/node.js'
import { type Graph, unknown } from './matcher.js'
import { someColumns, spread, transposed } from './stored-tensor.js'
import type { LinearWeights } from './weights.js'

/** A linear layer, and where it is in its graph. */
export interface Linear extends LinearWeights {
  input: string
  /** The product. */
  node: OnnxNode
}

export function requireLinear(graph: Graph, name: string | undefined): Linear {
  const found = linearOf(graph, name)
  if (!found) throw unknown(`${name} is no linear layer`)
  return found
}

/** Weights as [in, out], whichever way the file has them. */
function weightsOf(graph: Graph, name: string | undefined): Pick<Linear, 'weights' | 'scale'> | undefined {
  const turned = graph.made(name, 'Transpose')
  if (turned) {
    const order = integerListAttribute(turned, 'perm').join()
    if (order !== '' && order !== '1,0') return undefined
    const inner = weightsOf(graph, turned.inputs[0])
    return inner && !inner.scale ? { ...inner, weights: transposed(inner.weights) } : undefined
  }
  const stored = graph.made(name, 'DequantizeLinear')
  if (stored) return signed(graph, stored)
  const weights = graph.tensor(name)
  return weights?.kind === 'float' && weights.shape.length === 2 ? { weights, scale: undefined } : undefined
}

/** Int8 weights that a graph makes floats of before it multiplies, with one scale or one for each column. */
function signed(graph: Graph, node: OnnxNode): Pick<Linear, 'weights' | 'scale'> | undefined {
  const found = symmetric(graph, node.inputs[0], node.inputs[1], node.inputs[2])
  if (found && found.scale.length > 1 && ![1, -1].includes(integerAttribute(node, 'axis', 1)))
    return undefined
  return found && { ...found, scale: spread(found.scale, found.weights.shape[1]!) }
}

function symmetric(graph: Graph, of: string | undefined, by: string | undefined, from: string | undefined) {
  const [weights, scale] = [graph.tensor(of), graph.floats(by)]
  if (weights?.kind !== 'int8' || weights.shape.length !== 2 || !scale) return undefined
  const zero = from ? graph.tensor(from) : undefined
  if (zero?.read().some((value) => value !== 0)) throw unknown(`${of} is not symmetric`)
  return { weights, scale }
}

/** The product of {@link linearOf}, without its bias. */
function multiplied(graph: Graph, name: string | undefined): Omit<Linear, 'bias'> | undefined {
  const plain = graph.made(name, 'MatMul')
  if (plain) {
    const weights = weightsOf(graph, plain.inputs[1])
    return weights && { node: plain, input: graph.settle(plain.inputs[0])!, ...weights }
  }
  const scaled = graph.made(name, 'Mul')
  const integer = graph.made(scaled?.inputs[0], 'MatMulInteger')
  const scales = graph.made(scaled?.inputs[1], 'Mul')
  const quantize = graph.made(integer?.inputs[0], 'DynamicQuantizeLinear')
  if (!integer || !scales || !quantize) return undefined
  const [step, low] = [quantize.outputs[1], quantize.outputs[2]]
  if (scales.inputs[0] !== step || integer.inputs[2] !== low)
    throw unknown(`${name} is scaled in another way`)
  const found = symmetric(graph, integer.inputs[1], scales.inputs[1], integer.inputs[3])
  if (!found) return undefined
  const scale = spread(found.scale, found.weights.shape[1]!)
  return { node: integer, input: graph.settle(quantize.inputs[0])!, ...found, scale }
}

/** A linear layer, where a tensor is made by one. A bias may be left out. */
export function linearOf(graph: Graph, name: string | undefined): Linear | undefined {
  const whole = graph.made(name, 'Gemm')
  if (whole) return gemmOf(graph, whole)
  const add = graph.made(name, 'Add')
  if (!add) {
    const found = multiplied(graph, name)
    return found && { ...found, bias: new Float32Array(found.weights.shape[1]!) }
  }
  for (const [bias, from] of bothWays(add)) {
    const values = graph.floats(bias)
    const found = values && multiplied(graph, from)
    if (found && values.length === found.weights.shape[1]) return { ...found, bias: values }
  }
  return undefined
}

/** Some columns of a linear layer, side by side. */
export function columnsOf(linear: Linear, from: number, count: number): Linear {
  const { weights, scale, bias } = linear
  if (count === bias.length) return linear
  return {
    ...linear,
    weights: someColumns(weights, from, count),
    scale: scale?.subarray(from, from + count),
    bias: bias.subarray(from, from + count),
  }
}

function gemmOf(graph: Graph, node: OnnxNode): Linear | undefined {
  const weights = graph.tensor(node.inputs[1])
  if (weights?.kind !== 'float' || !isPlainGemm(node)) return undefined
  if (weights.shape.length !== 2) return undefined
  const turned = integerAttribute(node, 'transB', 0) === 1 ? transposed(weights) : weights
  const bias = node.inputs[2] ? graph.floats(node.inputs[2]) : new Float32Array(turned.shape[1]!)
  if (!bias || bias.length !== turned.shape[1]) return undefined
  return { node, input: graph.settle(node.inputs[0])!, weights: turned, scale: undefined, bias }
}

function isPlainGemm(node: OnnxNode): boolean {
  return (
    floatAttribute(node, 'alpha', 1) === 1 &&
    floatAttribute(node, 'beta', 1) === 1 &&
    !integerAttribute(node, 'transA', 0)
  )
}
