import {
  floatAttribute,
  integerAttribute,
  integerListAttribute,
  type OnnxModel,
  type OnnxNode,
} from '../onnx/model.js'
import type { Elsewhere } from '../onnx/tensor.js'
import { bothWays, createGraph, type Graph, type Linear, type Table, unknown } from './graph.js'

export interface Norm {
  weight: Float32Array
  bias: Float32Array
  epsilon: number
}

export interface Layer {
  query: Linear
  key: Linear
  value: Linear
  mix: Linear
  mixNorm: Norm
  widen: Linear
  narrow: Linear
  norm: Norm
}

/** A cross-encoder of BERT's kind: post-norm layers with an exact GELU, a dense tanh layer, and the labels. */
export interface Encoder {
  hidden: number
  heads: number
  words: Table
  positions: Table
  /** BERT's, by token types; RoBERTa has one row for all tokens. */
  types: Table | Float32Array
  /** The id that RoBERTa counts positions from, and past. Absent, positions are counted from 0. */
  padding: number | undefined
  embeddingNorm: Norm
  layers: Layer[]
  pooler: Linear
  classifier: Linear
}

/** What a file of halves makes of a constant may be so far off. */
const HALF_STEP = 1e-3

/** BERT: positions 0, 1, 2... as exporters write them. */
const COUNTED = [
  /^Range\(0,Gather\(Shape\(input_ids\),1\),1\)$/,
  /^Slice\(0\.\.\d+,0,Gather\(Shape\(input_ids\),1\),1\)$/,
]
/** RoBERTa: tokens that are not padding are counted from the padding's id + 1; padding has its own id. */
const COUNTED_FROM = /^Add\(Cast\(Mul\(CumSum\((Cast\(Not\(Equal\(input_ids,(\d+)\)\)\)),1\),\1\)\),\2\)$/
/** The lowest number where there is padding, which a single pair has not, and 0 elsewhere. */
const MASK = /^Mul\(Sub\(1,Cast\(Unsqueeze\(attention_mask,1 2\)\)\),-[^,]+\)$/

/**
 * @param elsewhere the files that hold tensors which the model does not
 * @throws Error for every other graph: what is recognised is computed as the graph has it
 */
export function recognise(model: OnnxModel, elsewhere?: Elsewhere): Encoder {
  const graph = createGraph(model, elsewhere)
  const output = graph.outputs.includes('logits') ? 'logits' : graph.outputs[0]
  const classifier = needLinear(graph, graph.made(output, 'Cast')?.inputs[0] ?? output)
  const pooler = needLinear(graph, graph.need(classifier.input, 'Tanh').inputs[0])
  const first = graph.made(pooler.input, 'Gather', 'Squeeze')
  if (!first) throw unknown('the pooler takes no first token')
  let cut = first.operator === 'Squeeze'
  const at = graph.integers(first.inputs[1])
  if (at.length !== 1 || at[0] !== (cut ? 1 : 0) || (!cut && integerAttribute(first, 'axis', 0) !== 1))
    throw unknown('the pooler takes another token')
  const layers: Layer[] = []
  let heads = 0
  let states = first.inputs[0]!
  for (;;) {
    const found = readLayer(graph, states, cut)
    if (!found) break
    if (heads && heads !== found.heads) throw unknown('layers have different heads')
    heads = found.heads
    cut = false
    layers.unshift(found.layer)
    states = found.input
  }
  if (layers.length === 0) throw unknown('there is no layer')
  const encoder = { heads, layers, pooler, classifier, ...readEmbeddings(graph, states) }
  checkShapes(encoder)
  return encoder
}

function readLayer(graph: Graph, name: string, cut: boolean) {
  const norm = graph.need(name, 'LayerNormalization')
  const sum = linearPlus(graph, norm.inputs[0])
  if (!sum) return undefined
  const narrow = sum.linear
  const middle = graph.need(sum.other, 'LayerNormalization')
  const widen = needLinear(graph, geluInput(graph, narrow.input))
  if (widen.input !== sum.other) throw unknown(`${name} does not go round its feed-forward`)
  const attended = linearPlus(graph, middle.inputs[0])
  if (!attended) throw unknown(`${sum.other} is no output of an attention`)
  const { query, key, value, heads } = readAttention(graph, attended.linear.input)
  const input = key.input
  const rest = cut ? firstOf(graph, query.input) : query.input
  if (value.input !== input || rest !== input || attended.other !== query.input)
    throw unknown(`${name} mixes different states`)
  const layer: Layer = {
    ...{ query, key, value, widen, narrow },
    mix: attended.linear,
    mixNorm: readNorm(graph, middle),
    norm: readNorm(graph, norm),
  }
  return { layer, heads, input }
}

function readAttention(graph: Graph, name: string) {
  const joined = graph.need(graph.need(name, 'Reshape').inputs[0], 'Transpose')
  const mixed = graph.need(joined.inputs[0], 'MatMul')
  const softmax = graph.need(mixed.inputs[0], 'Softmax')
  if (integerAttribute(softmax, 'axis', -1) !== -1) throw unknown('a softmax on another axis')
  const masked = graph.need(softmax.inputs[0], 'Add')
  if (!MASK.test(graph.describe(masked.inputs[1]!))) throw unknown('attention has another mask')
  const divided = graph.need(masked.inputs[0], 'Div')
  const dots = graph.need(divided.inputs[0], 'MatMul')
  const heads = new Set<number>()
  let width = 0
  const split = (from: string | undefined, order: string): Linear => {
    const turned = graph.need(from, 'Transpose')
    const shaped = graph.need(turned.inputs[0], 'Reshape')
    const shape = graph.integers(shaped.inputs[1])
    if (integerList(turned) !== order || shape.length !== 4) throw unknown('heads are split in another way')
    heads.add(shape[2]!)
    width = shape[3]!
    return needLinear(graph, shaped.inputs[0])
  }
  const query = split(dots.inputs[0], '0,2,1,3')
  const key = split(dots.inputs[1], '0,2,3,1')
  const value = split(mixed.inputs[1], '0,2,1,3')
  const root = graph.floats(divided.inputs[1])
  if (heads.size !== 1 || integerList(joined) !== '0,2,1,3') throw unknown('heads are joined in another way')
  if (root?.length !== 1 || Math.abs(root[0]! / Math.sqrt(width) - 1) > HALF_STEP)
    throw unknown('scores are scaled in another way')
  return { query, key, value, heads: [...heads][0]! }
}

function readEmbeddings(graph: Graph, name: string) {
  const norm = graph.need(name, 'LayerNormalization')
  const parts: string[] = []
  const flatten = (part: string): void => {
    const add = graph.made(part, 'Add')
    if (add && parts.length < 4) add.inputs.forEach(flatten)
    else parts.push(part)
  }
  flatten(norm.inputs[0]!)
  const tables = parts.flatMap((part) => graph.table(part) ?? [])
  const rows = parts.flatMap((part) => graph.floats(part) ?? [])
  const words = tables.find(({ indices }) => indices === 'input_ids')
  const typed = tables.find(({ indices }) => indices === 'token_type_ids')
  const positions = tables.find((table) => table !== words && table !== typed)
  const types = typed ?? rows[0]
  if (parts.length !== 3 || !words || !positions || !types) throw unknown('embeddings of another kind')
  const place = graph.describe(positions.indices)
  const padding = COUNTED_FROM.exec(place)?.[2]
  if (!padding && !COUNTED.some((form) => form.test(place))) throw unknown(`positions are ${place}`)
  return {
    ...{ words, positions, types, hidden: words.rows.shape[1]! },
    padding: padding === undefined ? undefined : Number(padding),
    embeddingNorm: readNorm(graph, norm),
  }
}

/** x (1 + erf(x / sqrt 2)) / 2: the name of x. */
function geluInput(graph: Graph, name: string): string {
  const half = graph.need(name, 'Mul')
  const whole = graph.need(half.inputs[0], 'Mul')
  const add = graph.need(whole.inputs[1], 'Add')
  const root = graph.need(graph.need(add.inputs[0], 'Erf').inputs[0], 'Div')
  const is = (input: string | undefined, value: number) =>
    Math.abs((graph.floats(input)?.[0] ?? 0) - value) < HALF_STEP
  const known = is(half.inputs[1], 0.5) && is(add.inputs[1], 1) && is(root.inputs[1], Math.SQRT2)
  if (!known || root.inputs[0] !== whole.inputs[0]) throw unknown('another activation than the exact GELU')
  return root.inputs[0]!
}

/** Slice(x, 0, 1, 1): the name of x. */
function firstOf(graph: Graph, name: string): string | undefined {
  const slice = graph.need(name, 'Slice')
  const [from, to, axis] = slice.inputs.slice(1).map((input) => graph.integers(input).join())
  return slice.inputs.length === 4 && from === '0' && to === '1' && axis === '1' ? slice.inputs[0] : undefined
}

function linearPlus(graph: Graph, name: string | undefined) {
  for (const [one, other] of bothWays(graph.need(name, 'Add'))) {
    const linear = graph.linear(one)
    if (linear) return { linear, other: other! }
  }
  return undefined
}

function needLinear(graph: Graph, name: string | undefined): Linear {
  const found = graph.linear(name)
  if (!found) throw unknown(`${name} is no linear layer`)
  return found
}

function readNorm(graph: Graph, node: OnnxNode): Norm {
  const [weight, bias] = [graph.floats(node.inputs[1]), graph.floats(node.inputs[2])]
  if (!weight || !bias || integerAttribute(node, 'axis', -1) !== -1) throw unknown('a norm of another kind')
  return { weight, bias, epsilon: floatAttribute(node, 'epsilon', 1e-5) }
}

function integerList(node: OnnxNode): string {
  return integerListAttribute(node, 'perm').join()
}

/** Sizes that must agree, before anything is written by them. */
function checkShapes({
  hidden,
  heads,
  words,
  positions,
  types,
  embeddingNorm,
  layers,
  pooler,
  classifier,
}: Encoder) {
  const norms = [embeddingNorm, ...layers.flatMap(({ norm, mixNorm }) => [norm, mixNorm])]
  const wide = layers.map(({ widen }) => widen.weights.shape[1]!)
  const square = layers.flatMap(({ query, key, value, mix }) => [query, key, value, mix])
  const fits = ({ weights }: Linear, from: number, to: number) =>
    weights.shape[0] === from && weights.shape[1] === to
  const ok =
    hidden % 16 === 0 &&
    hidden <= 4096 &&
    heads > 0 &&
    (hidden / heads) % 8 === 0 &&
    positions.rows.shape[1] === hidden &&
    (types instanceof Float32Array ? types.length : types.rows.shape[1]) === hidden &&
    norms.every(({ weight, bias }) => weight.length === hidden && bias.length === hidden) &&
    square.every((linear) => fits(linear, hidden, hidden)) &&
    wide.every((width) => width === wide[0] && width % 16 === 0 && width <= 4096) &&
    layers.every(({ widen, narrow }, i) => fits(widen, hidden, wide[i]!) && fits(narrow, wide[i]!, hidden)) &&
    fits(pooler, hidden, hidden) &&
    classifier.weights.shape[0] === hidden &&
    [1, 2].includes(classifier.weights.shape[1]!) &&
    words.rows.shape[0]! > 0
  if (!ok) throw unknown('its sizes do not fit')
}
