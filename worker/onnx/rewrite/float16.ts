import { type OnnxModel, readModel, writeModel } from '../format/model.js'
import { createCast, integerAttribute, type OnnxNode, renameNode } from '../format/node.js'
import { FLOAT, FLOAT16, isFloats, readTensor, type Tensor, writeHalves } from '../format/tensor.js'

/** Operators whose floats are not in the initializers, or that are quantised. */
const UNKNOWN = /^Constant|^Random|^EyeLike$|Quantize|Integer|^Q[A-Z]/

/**
 * Rewrites a graph of 32-bit floats as one of 16-bit floats, half the bytes, for a GPU that computes with them.
 * Constants are rounded to the nearest half, those beyond its range to the largest; integers stay as they are. The
 * outputs are 32-bit floats as before.
 * @param bytes an ONNX file without quantised parts, as `dequantizeModel` makes it
 * @returns an ONNX file
 * @throws Error for a malformed file, or a graph with floats of another origin
 */
export function halveModel(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const model = readModel(bytes)
  const unknown = model.nodes.find(({ operator }) => UNKNOWN.test(operator))
  if (unknown) throw new Error(`${unknown.operator} (${unknown.outputs[0]}) is not known in 16-bit floats`)
  return writeModel(halveGraph(model))
}

function halveGraph(model: OnnxModel): OnnxModel {
  const outputs = new Set(model.outputs)
  const inner = (name: string) => (outputs.has(name) ? `${name} in 16 bits` : name)
  const halve = (node: OnnxNode): OnnxNode => {
    const renamed = renameNode(node, inner)
    const [input, output] = [renamed.inputs[0]!, renamed.outputs[0]!]
    const toFloat = node.operator === 'Cast' && integerAttribute(node, 'to', 0) === FLOAT
    return toFloat ? createCast(input, output, FLOAT16) : renamed
  }
  const initializers = [...model.initializers].map(([name, tensor]): [string, Uint8Array] => {
    if (!isFloats(tensor)) return [name, tensor]
    const { shape, values } = readTensor(tensor)
    return [name, writeHalves(name, shape, toHalves(values))]
  })
  return {
    ...model,
    nodes: [...model.nodes.map(halve), ...model.outputs.map((name) => createCast(inner(name), name, FLOAT))],
    initializers: new Map(initializers),
  }
}

function toHalves(values: Tensor['values']): Uint16Array {
  const halves = new Uint16Array(values.length)
  for (let i = 0; i < values.length; i++) halves[i] = toHalf(values[i]!)
  return halves
}

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

/** The bits of the half-precision number nearest to a float, ties to even; never infinite. */
export function toHalf(value: number): number {
  float[0] = value
  const sign = (bits[0]! >>> 16) & 0x8000
  const exponent = (bits[0]! >>> 23) & 0xff
  const fraction = bits[0]! & 0x7fffff
  if (exponent === 0xff && fraction) return 0x7e00
  if (exponent < 102) return sign
  // Below 2^-14 the steps between neighbours shrink no more: the leading one is written out.
  const tiny = exponent < 113
  const whole = tiny ? fraction | 0x800000 : ((exponent - 112) << 23) | fraction
  const shift = tiny ? 126 - exponent : 13
  const half = whole >>> shift
  const rest = whole & ((1 << shift) - 1)
  const middle = 1 << (shift - 1)
  const rounded = half + (rest > middle || (rest === middle && half % 2 === 1) ? 1 : 0)
  return sign | Math.min(rounded, 0x7bff)
}
