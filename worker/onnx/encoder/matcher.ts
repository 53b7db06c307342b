import type { Folded } from '../analysis/known.js'
import { product } from '../analysis/shape.js'
import { type Trace, traceGraph } from '../analysis/trace.js'
import { makersOf, type OnnxModel, prune } from '../format/model.js'
import { integerAttribute, type OnnxNode } from '../format/node.js'
import { type Elsewhere, openTensor, type StoredTensor } from '../format/tensor.js'

/** A graph that is walked from its output to its inputs. What is not as expected throws, and says where. */
export type Graph = ReturnType<typeof createGraph>

/** A pair that a graph is tried with. Its ids are neither those of padding nor any other special ones, as a rule. */
export interface Trial {
  ids: readonly number[]
  types: readonly number[]
}

/** What numbers must be, of a pair of so many tokens. */
export type Expectation = (found: Folded, tokens: number) => boolean

/** All of them this one. */
export function isAll(value: number): Expectation {
  return (found) => {
    const values = found.values()
    if (!values) return false
    for (let i = 0; i < values.length; i++) if (values[i] !== value) return false
    return true
  }
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
  const probe = ({ ids, types }: Trial, model: OnnxModel): Trace =>
    traceGraph(model, { input_ids: ids, attention_mask: ids.map(() => 1), token_type_ids: types }, elsewhere)
  const tried = probe(trial, model)
  const expected = new Map<string, Expectation>()

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
  const requireNode = (name: string | undefined, operator: string): OnnxNode => {
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
    expected.set(name!, isAll(values[0]!))
    return values[0]
  }
  /** Whether a tensor's numbers are as they should be, for all pairs. */
  const holds = (name: string | undefined, expectation: Expectation): boolean => {
    const found = name === undefined ? undefined : tried.known(name)
    if (!found || !expectation(found, trial.ids.length)) return false
    expected.set(name!, expectation)
    return true
  }
  /** Another trial, of which no more is found out than is asked for. */
  const retry = (trial: Trial, outputs: string[]): Trace => probe(trial, prune({ ...model, outputs }))
  /**
   * @param also outputs to find out as well
   * @throws Error where what was found with one pair is not so with another
   */
  const verify = (trial: Trial, also: readonly string[] = []): Trace => {
    const other = retry(trial, [...expected.keys(), ...also])
    for (const [name, expectation] of expected) {
      const found = other.known(name)
      if (!found || !expectation(found, trial.ids.length)) throw unknown(`${name} depends on the pair`)
    }
    return other
  }

  /** What is multiplied: a product of constants, and the rest. */
  const factors = (name: string | undefined, depth = 0): { scale: number; parts: string[] } => {
    if (depth > MOST_FACTORS) throw unknown(`${name} is a product of too many`)
    const node = made(name, 'Mul', 'Div')
    // The product of integers is a layer's, whatever scales it.
    if (!node || made(node.inputs[0], 'MatMulInteger')) return { scale: 1, parts: [settle(name)!] }
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

  return {
    outputs: model.outputs,
    /** What the model answers. */
    output: ['logits', 'last_hidden_state'].find((name) => model.outputs.includes(name)) ?? model.outputs[0]!,
    tokens: trial.ids.length,
    tried,
    retry,
    verify,
    settle,
    made,
    requireNode,
    tensor,
    floats,
    scalar,
    holds,
    factors,
  }
}

export function unknown(what: string): Error {
  return new Error(`no encoder that the engine knows: ${what}`)
}
