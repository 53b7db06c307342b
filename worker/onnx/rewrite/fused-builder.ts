import type { Linear } from '../encoder/linear.js'
import type { Norm } from '../encoder/norm.js'
import { type Attributes, createNode, type OnnxNode, withAttributes } from '../format/node.js'
import { writeFloats, writeIntegers } from '../format/tensor.js'

export type FusedBuilder = ReturnType<typeof createFusedBuilder>

/** Collects nodes and constants, and names them. Large operators are those that ONNX Runtime adds to ONNX's. */
export function createFusedBuilder() {
  const nodes: OnnxNode[] = []
  const initializers = new Map<string, Uint8Array>()
  const kept = new Map<string, string>()

  const makeSeveral = (
    operator: string,
    inputs: readonly string[],
    outputs: number | string,
    attributes: Attributes = {},
    contributed = false,
  ): string[] => {
    const at = nodes.length
    const names =
      typeof outputs === 'string'
        ? [outputs]
        : Array.from({ length: outputs }, (_, i) => `${operator} ${at}.${i}`)
    nodes.push(withAttributes(createNode(operator, inputs, names), attributes, contributed))
    return names
  }
  const make = (operator: string, inputs: readonly string[], attributes: Attributes = {}): string =>
    makeSeveral(operator, inputs, 1, attributes)[0]!
  const makeLarge = (operator: string, inputs: readonly string[], attributes: Attributes = {}): string =>
    makeSeveral(operator, inputs, 1, attributes, true)[0]!

  const floats = (values: ArrayLike<number>, shape: readonly number[]): string => {
    const name = `floats ${initializers.size}`
    initializers.set(name, writeFloats(name, shape, Float32Array.from(values)))
    return name
  }
  const integers = (...values: number[]): string => {
    const name = `integers ${values.join()}`
    if (!kept.has(name)) initializers.set(name, writeIntegers(name, values))
    kept.set(name, name)
    return name
  }

  return {
    nodes,
    initializers,
    make,
    makeSeveral,
    floats,
    integers,
    /** x W + bias in one step; x is a matrix. */
    gemm(x: string, { weights, scale, bias }: Linear, output?: string): string {
      if (scale || weights.kind !== 'float') throw new Error('weights that are no floats')
      const inputs = [x, floats(weights.read(), weights.shape), floats(bias, [bias.length])]
      return makeSeveral('Gemm', inputs, output ?? 1)[0]!
    },
    normalizeSum(x: string, y: string, { weight, bias, epsilon }: Norm): string {
      const inputs = [x, y, floats(weight, [weight.length]), floats(bias, [bias.length])]
      return makeLarge('SkipLayerNormalization', inputs, { epsilon })
    },
    gelu: (x: string): string => makeLarge('Gelu', [x]),
    /** @param states queries, keys and values: rows, tokens, width */
    attention: (states: readonly string[], mask: string, heads: number): string =>
      makeLarge('MultiHeadAttention', [...states, '', '', mask], { num_heads: heads }),
  }
}
