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

  /** Mul(Cast(MatMulInteger(quantised x, W)), Mul(scale of x, scale of W)) is x W. */
  const asMatMul = (node: OnnxNode): OnnxNode | undefined => {
    for (const [product, factor] of bothWays(node)) {
      const cast = made(product, 'Cast')
      const integer = cast && isFloat(cast) && made(cast.inputs[0], 'MatMulInteger')
      const scales = made(factor, 'Mul')
      if (!integer || !scales) continue
      const [quantized, values, zeroOfInput, zero] = integer.inputs
      const quantize = made(quantized, 'DynamicQuantizeLinear')
      if (!quantize || quantize.outputs[2] !== zeroOfInput) continue
      for (const [scaleOfInput, scale] of bothWays(scales)) {
        const weights = quantize.outputs[1] === scaleOfInput && floats({ values, scale, zero, axis: -1 })
        if (weights) return createNode('MatMul', [quantize.inputs[0]!, weights], node.outputs)
      }
    }
    return undefined
  }

  /** Mul(Cast(Gather(table, ids)), Gather(scales, ids)): a scale for each row. */
  const asGather = (node: OnnxNode): OnnxNode | undefined => {
    for (const [rows, scales] of bothWays(node)) {
      const cast = made(rows, 'Cast')
      const taken = cast && isFloat(cast) && made(cast.inputs[0], 'Gather')
      const factors = made(scales, 'Gather')
      if (!taken || !factors || taken.inputs[1] !== factors.inputs[1]) continue
      if ([taken, factors].some((gather) => integerAttribute(gather, 'axis', 0) !== 0)) continue
      const [values, scale] = [taken.inputs[0], factors.inputs[0]]
      // Of as many axes, or the factors would not be those of rows.
      if (constant(values)?.shape.length !== constant(scale)?.shape.length) continue
      const table = floats({ values, scale, axis: 0 })
      if (table) return createNode('Gather', [table, taken.inputs[1]!], node.outputs)
    }
    return undefined
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
