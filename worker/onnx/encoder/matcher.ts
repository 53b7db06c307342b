import { product } from '../analysis/shape.js'
import { type Probe, probeGraph } from '../analysis/trace.js'
import { makersOf, type OnnxModel, prune } from '../format/model.js'
import {
  bothWays,
  floatAttribute,
  integerAttribute,
  integerListAttribute,
  type OnnxNode,
} from '../format/node.js'
import { type Elsewhere, openTensor, type StoredTensor } from '../format/tensor.js'
import { rowsIn, signedRows, spread, transposed } from './stored-tensor.js'

/** x W + bias, as the file has it: W is [in, out] of floats, or of integers with a scale for each column. */
export interface Linear {
  input: string
  weights: StoredTensor
  scale: Float32Array | undefined
  bias: Float32Array
  /** The product. */
  node: OnnxNode
}

/**
 * Rows of floats, or of signed bytes with a scale for each row. The number that stands for zero is left out: it adds the
 * same to all of a token's numbers, which the norm that follows takes away again.
 */
export interface Table {
  rows: StoredTensor
  scale: Float32Array | undefined
}

/** A graph that is walked from its output to its inputs. What is not as expected throws, and says where. */
export type Graph = ReturnType<typeof createGraph>

/** A pair that a graph is tried with. Its ids are neither those of padding nor any other special ones, as a rule. */
export interface Trial {
  ids: readonly number[]
  types: readonly number[]
}

/** Products within products that are gone into: a GELU has three. */
const MOST_FACTORS = 6

/** Operators that give the numbers they take, in their order: of a Dropout that does not, the trial knows nothing. */
const PLAIN = ['Identity', 'Dropout', 'Reshape', 'Squeeze', 'Unsqueeze']
const FLOATS = [1, 10, 11]

/** @param trial what constants and layouts are found with */
export function createGraph(model: OnnxModel, trial: Trial, elsewhere?: Elsewhere) {
  const makers = makersOf(model.nodes)
  if (makers.size < model.nodes.reduce((sum, { outputs }) => sum + outputs.filter(Boolean).length, 0))
    throw unknown('two nodes make the same tensor')
  const probe = ({ ids, types }: Trial, model: OnnxModel): Probe =>
    probeGraph(model, { input_ids: ids, attention_mask: ids.map(() => 1), token_type_ids: types }, elsewhere)
  const tried = probe(trial, model)
  const expected = new Map<string, number>()

  /** The tensor whose numbers these are, before nodes that change nothing about them. */
  const settle = (name: string | undefined): string | undefined => {
    const node = name === undefined ? undefined : makers.get(name)
    if (!node) return name
    const cast = node.operator === 'Cast' && FLOATS.includes(integerAttribute(node, 'to', 0))
    if (cast || PLAIN.includes(node.operator)) return settle(node.inputs[0])
    // What a softmax gives where all is hidden, which no token is.
    if (node.operator === 'Where' && makers.get(node.inputs[0] ?? '')?.operator === 'IsNaN') {
      const guarded = makers.get(node.inputs[0]!)!.inputs[0]
      if (guarded === node.inputs[2]) return settle(guarded)
    }
    return name
  }
  const made = (name: string | undefined, ...operators: string[]): OnnxNode | undefined => {
    const node = makers.get(settle(name) ?? '')
    return node && operators.includes(node.operator) ? node : undefined
  }
  const need = (name: string | undefined, operator: string): OnnxNode => {
    const node = made(name, operator)
    if (!node)
      throw unknown(`${name} is made by ${makers.get(name ?? '')?.operator ?? 'no node'}, not ${operator}`)
    return node
  }
  const tensor = (name: string | undefined): StoredTensor | undefined => {
    const bytes = model.initializers.get(settle(name) ?? '')
    return bytes && openTensor(bytes, elsewhere)
  }
  const floats = (name: string | undefined): Float32Array | undefined => {
    if (!model.initializers.has(settle(name) ?? '')) return undefined
    const found = tensor(name)!
    return found.kind === 'float' ? (found.read() as Float32Array) : undefined
  }
  /** A number that is the same for all pairs, which {@link verify} sees to. */
  const scalar = (name: string | undefined): number | undefined => {
    const found = tried.known(name)
    const values = found && product(found.shape) === 1 ? found.values() : undefined
    if (values?.length !== 1) return undefined
    expected.set(name!, values[0]!)
    return values[0]
  }
  /** Whether all of a tensor is zeros, for all pairs. */
  const isZero = (name: string | undefined): boolean => {
    const values = tried.known(name)?.values()
    if (!values || !Array.from(values).every((value) => value === 0)) return false
    expected.set(name!, 0)
    return true
  }
  /** Another trial, of which no more is found out than is asked for: the rows of a part of the embeddings. */
  const retry = (trial: Trial, part: string) =>
    rowsOf(part, probe(trial, prune({ ...model, outputs: [part] })))?.taken
  /** @throws Error where what was found with one pair is not so with another */
  const verify = (trial: Trial): void => {
    const other = probe(trial, prune({ ...model, outputs: [...expected.keys()] }))
    for (const [name, value] of expected) {
      const values = other.known(name)?.values()
      if (!values || !Array.from(values).every((number) => number === value))
        throw unknown(`${name} hangs on the pair`)
    }
  }

  /** What is multiplied: a product of constants, and the rest. */
  const factors = (name: string | undefined, depth = 0): { scale: number; parts: string[] } => {
    if (depth > MOST_FACTORS) throw unknown(`${name} is a product of too many`)
    const node = made(name, 'Mul', 'Div')
    if (!node) return { scale: 1, parts: [settle(name)!] }
    const [left, right] = node.inputs
    const by = scalar(right)
    if (by !== undefined) {
      const { scale, parts } = factors(left, depth + 1)
      return { scale: node.operator === 'Div' ? scale / by : scale * by, parts }
    }
    if (node.operator === 'Div') return { scale: 1, parts: [settle(name)!] }
    const [one, other] = [scalar(left), factors(right, depth + 1)]
    if (one !== undefined) return { scale: one * other.scale, parts: other.parts }
    const first = factors(left, depth + 1)
    return { scale: first.scale * other.scale, parts: [...first.parts, ...other.parts] }
  }

  /** Weights as [in, out], whichever way the file has them. */
  const weightsOf = (name: string | undefined): Pick<Linear, 'weights' | 'scale'> | undefined => {
    const turned = made(name, 'Transpose')
    if (turned) {
      const order = integerListAttribute(turned, 'perm').join()
      if (order !== '' && order !== '1,0') return undefined
      const inner = weightsOf(turned.inputs[0])
      return inner && !inner.scale ? { ...inner, weights: transposed(inner.weights) } : undefined
    }
    const stored = made(name, 'DequantizeLinear')
    if (stored) return signed(stored)
    const weights = tensor(name)
    return weights?.kind === 'float' && weights.shape.length === 2 ? { weights, scale: undefined } : undefined
  }

  /** Int8 weights that a graph makes floats of before it multiplies, with one scale or one for each column. */
  const signed = (node: OnnxNode): Pick<Linear, 'weights' | 'scale'> | undefined => {
    const found = symmetric(node.inputs[0], node.inputs[1], node.inputs[2])
    if (found && found.scale.length > 1 && ![1, -1].includes(integerAttribute(node, 'axis', 1)))
      return undefined
    return found && { ...found, scale: spread(found.scale, found.weights.shape[1]!) }
  }

  const symmetric = (of: string | undefined, by: string | undefined, from: string | undefined) => {
    const [weights, scale] = [tensor(of), floats(by)]
    if (weights?.kind !== 'int8' || weights.shape.length !== 2 || !scale) return undefined
    const zero = from ? tensor(from) : undefined
    if (zero?.read().some((value) => value !== 0)) throw unknown(`${of} is not symmetric`)
    return { weights, scale }
  }

  /** The product of {@link linear}, without its bias. */
  const multiplied = (name: string | undefined): Omit<Linear, 'bias'> | undefined => {
    const plain = made(name, 'MatMul')
    if (plain) {
      const weights = weightsOf(plain.inputs[1])
      return weights && { node: plain, input: settle(plain.inputs[0])!, ...weights }
    }
    const scaled = made(name, 'Mul')
    const integer = made(scaled?.inputs[0], 'MatMulInteger')
    const scales = made(scaled?.inputs[1], 'Mul')
    const quantize = made(integer?.inputs[0], 'DynamicQuantizeLinear')
    if (!integer || !scales || !quantize) return undefined
    const [step, low] = [quantize.outputs[1], quantize.outputs[2]]
    if (scales.inputs[0] !== step || integer.inputs[2] !== low)
      throw unknown(`${name} is scaled in another way`)
    const found = symmetric(integer.inputs[1], scales.inputs[1], integer.inputs[3])
    if (!found) return undefined
    const scale = spread(found.scale, found.weights.shape[1]!)
    return { node: integer, input: settle(quantize.inputs[0])!, ...found, scale }
  }

  const linear = (name: string | undefined): Linear | undefined => {
    const whole = made(name, 'Gemm')
    if (whole) {
      const [input, weights, bias] = [
        settle(whole.inputs[0])!,
        tensor(whole.inputs[1]),
        floats(whole.inputs[2]),
      ]
      if (weights?.kind !== 'float' || !bias || !isPlainGemm(whole)) return undefined
      if (weights.shape.length !== 2) return undefined
      const turned = integerAttribute(whole, 'transB', 0) === 1 ? transposed(weights) : weights
      if (bias.length !== turned.shape[1]) return undefined
      return { node: whole, input, weights: turned, scale: undefined, bias }
    }
    const add = made(name, 'Add')
    for (const [bias, from] of add ? bothWays(add) : []) {
      const values = floats(bias)
      const found = values && multiplied(from)
      if (found && values.length === found.weights.shape[1]) return { ...found, bias: values }
    }
    return undefined
  }

  /** The rows of a constant table that a tensor is made of, in a trial. */
  const rowsOf = (name: string, probe = tried): { table: Table; taken: number[] } | undefined => {
    const outer = probe.origin(name)
    if (!outer) return undefined
    const scaled = made(outer.name, 'Mul')
    const stored = made(outer.name, 'DequantizeLinear')
    const of = stored?.inputs[0] ?? scaled?.inputs[0]
    const inner = of === undefined ? { ...outer, index: undefined } : probe.origin(of)
    const rows = inner && tensor(inner.name)
    if (!inner || !rows) return undefined
    const width = rows.shape.at(-1) ?? 1
    const index =
      outer.index && inner.index ? outer.index.map((i) => inner.index![i]!) : (outer.index ?? inner.index)
    const single = rows.shape.every((side, i) => side === 1 || i === rows.shape.length - 1)
    const taken = index ? rowsIn(index, width) : single ? [0] : undefined
    if (!taken) return undefined
    if (!stored && !scaled)
      return rows.kind === 'float' ? { table: { rows, scale: undefined }, taken } : undefined
    const factors = scaled && probe.origin(scaled.inputs[1]!)
    if (factors && factors.index?.join() !== taken.join()) return undefined
    const scale = floats(factors?.name ?? stored?.inputs[1])
    if (rows.kind === 'float' || !scale) return undefined
    // A scale for each row is of the table itself, and not of the rows that were taken.
    const byRow = !stored || (integerAttribute(stored, 'axis', 1) === 0 && !inner.index)
    if (scale.length > 1 && !byRow) return undefined
    return { table: { rows: signedRows(rows), scale: spread(scale, rows.shape[0]!) }, taken }
  }

  return {
    ...{ outputs: model.outputs, tokens: trial.ids.length, tried, retry, verify, settle, made, need },
    ...{ floats, scalar, isZero, factors, linear, rowsOf },
  }
}

function isPlainGemm(node: OnnxNode): boolean {
  return (
    floatAttribute(node, 'alpha', 1) === 1 &&
    floatAttribute(node, 'beta', 1) === 1 &&
    !integerAttribute(node, 'transA', 0)
  )
}

export function needLinear(graph: Graph, name: string | undefined): Linear {
  const found = graph.linear(name)
  if (!found) throw unknown(`${name} is no linear layer`)
  return found
}

export function unknown(what: string): Error {
  return new Error(`no encoder that the engine knows: ${what}`)
}
