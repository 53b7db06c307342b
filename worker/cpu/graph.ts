import { integerAttribute, makersOf, type OnnxModel, type OnnxNode } from '../onnx/model.js'
import { type Elsewhere, openTensor, readIntegers, type StoredTensor } from '../onnx/tensor.js'

/** x W + bias, as the file has it: W is [in, out] of floats, or of integers with a scale for each column. */
export interface Linear {
  input: string
  weights: StoredTensor
  scale: Float32Array | undefined
  bias: Float32Array
}

/** Rows of floats, or of signed bytes with a scale for each row. */
export interface Table {
  indices: string
  rows: StoredTensor
  scale: Float32Array | undefined
}

/** A graph that is walked from its output to its inputs. What is not as expected throws, and says where. */
export type Graph = ReturnType<typeof createGraph>

export function createGraph(model: OnnxModel, elsewhere?: Elsewhere) {
  const makers = makersOf(model.nodes)

  const made = (name: string | undefined, ...operators: string[]): OnnxNode | undefined => {
    const node = name === undefined ? undefined : makers.get(name)
    return node && operators.includes(node.operator) ? node : undefined
  }
  const need = (name: string | undefined, operator: string): OnnxNode => {
    const node = made(name, operator)
    if (!node)
      throw unknown(`${name} is made by ${makers.get(name ?? '')?.operator ?? 'no node'}, not ${operator}`)
    return node
  }
  const tensor = (name: string | undefined): StoredTensor | undefined => {
    const bytes = name ? model.initializers.get(name) : undefined
    return bytes && openTensor(bytes, elsewhere)
  }
  const floats = (name: string | undefined): Float32Array | undefined => {
    if (!name || !model.initializers.has(name)) return undefined
    const found = tensor(name)!
    return found.kind === 'float' ? (found.read() as Float32Array) : undefined
  }
  const integers = (name: string | undefined): number[] => {
    const bytes = name ? model.initializers.get(name) : undefined
    if (!bytes) throw unknown(`${name} is no constant`)
    return readIntegers(bytes, elsewhere)
  }

  /** Int8 weights that a graph makes floats of before it multiplies, with one scale or one for each column. */
  const signed = (node: OnnxNode): Pick<Linear, 'weights' | 'scale'> | undefined => {
    const weights = tensor(node.inputs[0])
    const scale = floats(node.inputs[1])
    const zero = node.inputs[2] ? tensor(node.inputs[2]) : undefined
    if (weights?.kind !== 'int8' || weights.shape.length !== 2 || !scale) return undefined
    if (zero?.read().some((value) => value !== 0)) throw unknown('weights that are not symmetric')
    if (scale.length > 1 && ![1, -1].includes(integerAttribute(node, 'axis', 1))) return undefined
    return { weights, scale: spread(scale, weights.shape[1]!) }
  }

  /** The product of {@link linear}, without its bias. */
  const product = (name: string): Omit<Linear, 'bias'> | undefined => {
    const plain = made(name, 'MatMul')
    if (plain) {
      const input = plain.inputs[0]!
      const stored = made(plain.inputs[1], 'DequantizeLinear')
      if (stored) {
        const weights = signed(stored)
        return weights && { input, ...weights }
      }
      const weights = tensor(plain.inputs[1])
      return weights?.kind === 'float' && weights.shape.length === 2
        ? { input, weights, scale: undefined }
        : undefined
    }
    const scaled = made(name, 'Mul')
    const cast = made(scaled?.inputs[0], 'Cast')
    const integer = made(cast?.inputs[0], 'MatMulInteger')
    const scales = made(scaled?.inputs[1], 'Mul')
    const quantize = made(integer?.inputs[0], 'DynamicQuantizeLinear')
    if (!integer || !scales || !quantize) return undefined
    const [step, low] = [quantize.outputs[1], quantize.outputs[2]]
    if (scales.inputs[0] !== step || integer.inputs[2] !== low)
      throw unknown(`${name} is scaled in another way`)
    const weights = tensor(integer.inputs[1])
    const scale = floats(scales.inputs[1])
    const zero = integer.inputs[3] ? tensor(integer.inputs[3]) : undefined
    if (weights?.kind !== 'int8' || weights.shape.length !== 2 || !scale) return undefined
    if (zero?.read().some((value) => value !== 0)) throw unknown(`${name} has weights that are not symmetric`)
    return { input: quantize.inputs[0]!, weights, scale: spread(scale, weights.shape[1]!) }
  }

  const linear = (name: string | undefined): Linear | undefined => {
    const add = made(name, 'Add')
    for (const [bias, from] of add ? bothWays(add) : []) {
      const values = floats(bias)
      const found = values && product(from!)
      if (found && values.length === found.weights.shape[1]) return { ...found, bias: values }
    }
    return undefined
  }

  /** Rows that are taken of a constant table, in the forms of a float file and of int8 ones. */
  const table = (name: string | undefined): Table | undefined => {
    const gather = made(name, 'Gather')
    if (gather && integerAttribute(gather, 'axis', 0) === 0) {
      const rows = tensor(gather.inputs[0])
      return rows?.kind === 'float' && rows.shape.length === 2
        ? { indices: gather.inputs[1]!, rows, scale: undefined }
        : undefined
    }
    const linear = made(name, 'DequantizeLinear')
    const scaled = made(name, 'Mul')
    const taken = made(linear?.inputs[0] ?? made(scaled?.inputs[0], 'Cast')?.inputs[0], 'Gather')
    const factors = made(scaled?.inputs[1], 'Gather')
    if (!taken || integerAttribute(taken, 'axis', 0) !== 0) return undefined
    if (scaled && factors?.inputs[1] !== taken.inputs[1]) return undefined
    const rows = tensor(taken.inputs[0])
    const scale = floats(linear ? linear.inputs[1] : factors?.inputs[0])
    const zero = linear?.inputs[2] ? tensor(linear.inputs[2]) : undefined
    if (rows?.kind !== 'int8' || rows.shape.length !== 2 || !scale) return undefined
    if (zero?.read().some((value) => value !== 0)) return undefined
    return { indices: taken.inputs[1]!, rows, scale: spread(scale, rows.shape[0]!) }
  }

  /** What a tensor is computed by, in one line: operators, inputs of the graph, and constants as their numbers. */
  const describe = (name: string, depth = 12): string => {
    const node = makers.get(name)
    if (node) {
      if (depth === 0) return '...'
      return `${node.operator}(${node.inputs.map((input) => describe(input, depth - 1)).join()})`
    }
    const constant = model.initializers.get(name)
    if (!constant) return name
    const values = constantNumbers(constant, elsewhere)
    const counts = values.length > 2 && values.every((value, i) => value === i)
    return counts ? `0..${values.length - 1}` : values.join(' ')
  }

  return { outputs: model.outputs, made, need, tensor, floats, integers, linear, table, describe }
}

function constantNumbers(bytes: Uint8Array, elsewhere: Elsewhere | undefined): number[] {
  try {
    return readIntegers(bytes, elsewhere)
  } catch {
    return [...openTensor(bytes, elsewhere).read()]
  }
}

export function bothWays({ inputs: [left, right] }: OnnxNode): [string | undefined, string | undefined][] {
  return [
    [left, right],
    [right, left],
  ]
}

function spread(few: Float32Array, count: number): Float32Array {
  if (few.length === count) return few
  if (few.length !== 1) throw unknown(`${few.length} scales for ${count} rows or columns`)
  return new Float32Array(count).fill(few[0]!)
}

export function unknown(what: string): Error {
  return new Error(`no encoder that the engine knows: ${what}`)
}
