import { makersOf, type OnnxModel, prune, readModel, writeModel } from '../format/model.js'
import { bothWays, createNode, integerAttribute, type OnnxNode } from '../format/node.js'
import { FLOAT, readTensor, type Tensor, writeFloats } from '../format/tensor.js'

/**
 * Rewrites a graph of int8 weights as one of the floats that they stand for. A GPU multiplies floats, and would have
 * to hand int8 activations to the CPU for their scales, 24 times in a pass of six layers.
 *
 * What is rewritten is what ONNX Runtime's `quantize_dynamic` writes: MatMulInteger between a DynamicQuantizeLinear
 * and its scales becomes MatMul; rows that are taken from a table of int8 and scaled are taken from a table of
 * floats. Activations are rounded no more, so that scores are those of the rounded weights alone.
 * @param bytes an ONNX file
 * @returns an ONNX file
 * @throws Error for a malformed file, or a graph that is quantised in another way
 */
export function dequantizeModel(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const model = prune(dequantizeGraph(readModel(bytes)))
  const left = model.nodes.find(({ operator }) => /Quantize|Integer|^Q[A-Z]/.test(operator))
  if (left) throw new Error(`${left.operator} (${left.outputs[0]}) is quantised in a way that is not known`)
  return writeModel(model)
}

/** Where the floats of a rewritten constant come from: names of constants, and the axis that the scales are on. */
interface Quantized {
  values: string | undefined
  scale: string | undefined
  zero?: string | undefined
  axis: 0 | -1
}

function dequantizeGraph(model: OnnxModel): OnnxModel {
  const makers = makersOf(model.nodes)
  const initializers = new Map(model.initializers)

  const made = (name: string | undefined, operator: string): OnnxNode | undefined => {
    const node = name === undefined ? undefined : makers.get(name)
    return node?.operator === operator ? node : undefined
  }
  const constant = (name: string | undefined): Tensor | undefined => {
    const tensor = name ? model.initializers.get(name) : undefined
    return tensor && readTensor(tensor)
  }
  /** The name of the floats that a constant stands for, which are added; nothing where they are not constant. */
  const floats = ({ values, scale, zero, axis }: Quantized): string | undefined => {
    const [tensor, scales, zeros] = [constant(values), constant(scale), constant(zero)]
    if (!tensor || !scales || (zero && !zeros)) return undefined
    const name = [values, scale, zero].filter(Boolean).join(' ')
    if (!initializers.has(name)) {
      initializers.set(name, writeFloats(name, tensor.shape, dequantize(tensor, scales, zeros, axis)))
    }
    return name
  }

  /** What a node takes a cast to floats of, where a node of this operator made it. */
  const castFrom = (name: string | undefined, operator: string): OnnxNode | undefined => {
    const cast = made(name, 'Cast')
    return cast && isFloat(cast) ? made(cast.inputs[0], operator) : undefined
  }

  /** Mul(Cast(MatMulInteger(quantised x, W)), Mul(scale of x, scale of W)) is x W. */
  const asMatMul = (node: OnnxNode): OnnxNode | undefined => {
    for (const [product, factor] of bothWays(node)) {
      const [integer, scales] = [castFrom(product, 'MatMulInteger'), made(factor, 'Mul')]
      const quantize = made(integer?.inputs[0], 'DynamicQuantizeLinear')
      if (!integer || !scales || quantize?.outputs[2] !== integer.inputs[2]) continue
      const [, values, , zero] = integer.inputs
      const [, scale] = bothWays(scales).find(([ofInput]) => ofInput === quantize?.outputs[1]) ?? []
      const weights = scale && floats({ values, scale, zero, axis: -1 })
      if (weights) return createNode('MatMul', [quantize!.inputs[0]!, weights], node.outputs)
    }
    return undefined
  }

  /** Mul(Cast(Gather(table, ids)), Gather(scales, ids)): a scale for each row. */
  const asGather = (node: OnnxNode): OnnxNode | undefined => {
    for (const [rows, scales] of bothWays(node)) {
      const [taken, factors] = [castFrom(rows, 'Gather'), made(scales, 'Gather')]
      const table = taken && factors && scaledRows(taken, factors)
      if (table) return createNode('Gather', [table, taken.inputs[1]!], node.outputs)
    }
    return undefined
  }

  /** The rows that one node takes, scaled by what another takes at the same ids. */
  const scaledRows = (taken: OnnxNode, factors: OnnxNode): string | undefined => {
    if (taken.inputs[1] !== factors.inputs[1]) return undefined
    if ([taken, factors].some((gather) => integerAttribute(gather, 'axis', 0) !== 0)) return undefined
    const [values, scale] = [taken.inputs[0], factors.inputs[0]]
    // Of as many axes, or the factors would not be those of rows.
    if (constant(values)?.shape.length !== constant(scale)?.shape.length) return undefined
    return floats({ values, scale, axis: 0 })
  }

  /** DequantizeLinear(Gather(table, ids), scale, zero): one scale for the table. */
  const asScaledGather = (node: OnnxNode): OnnxNode | undefined => {
    const [rows, scale, zero] = node.inputs
    const taken = made(rows, 'Gather')
    if (!taken || constant(scale)?.values.length !== 1) return undefined
    const table = floats({ values: taken.inputs[0], scale, zero, axis: 0 })
    return table === undefined
      ? undefined
      : createNode('Gather', [table, taken.inputs[1]!], node.outputs, taken)
  }

  const rewrites: Record<string, (node: OnnxNode) => OnnxNode | undefined> = {
    Mul: (node) => asMatMul(node) ?? asGather(node),
    DequantizeLinear: asScaledGather,
  }
  const nodes = model.nodes.map((node) => rewrites[node.operator]?.(node) ?? node)
  return { ...model, nodes, initializers }
}

function isFloat(cast: OnnxNode): boolean {
  return integerAttribute(cast, 'to', 0) === FLOAT
}

/**
 * (value - zero) x scale, where scale and zero are one number, or one for each position on an axis.
 * @param axis the first or the last
 */
function dequantize(
  { shape, values }: Tensor,
  scale: Tensor,
  zero: Tensor | undefined,
  axis: 0 | -1,
): Float32Array {
  const side = shape.at(axis) ?? 1
  const spread = ({ values: few }: Tensor) => {
    if (few.length !== 1 && few.length !== side) {
      throw new Error(`${few.length} scales or zero points for ${side} rows or columns`)
    }
    return few.length === 1 ? new Float32Array(side).fill(few[0]!) : few
  }
  const [scales, zeros] = [spread(scale), zero ? spread(zero) : new Float32Array(side)]
  const inner = axis === 0 ? values.length / side : 1
  const floats = new Float32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor(i / inner) % side
    floats[i] = (values[i]! - zeros[at]!) * scales[at]!
  }
  return floats
}
