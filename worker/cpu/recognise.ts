import { integerAttribute, type OnnxModel, textAttribute } from '../onnx/model.js'
import type { Elsewhere } from '../onnx/tensor.js'
import { bothWays, createGraph, type Graph, type Linear, type Table, type Trial, unknown } from './graph.js'
import { type Norm, needNorm } from './norm.js'

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

/** Tokens that a graph is tried with; a longer pair, since a graph may treat those in another way; and the types. */
const TRIED = 5
const TRIED_LONG = 300
const trialOf = (length: number, ids = (i: number) => 4 + (i % TRIED)): Trial => ({
  ids: Array.from({ length }, (_, i) => ids(i)),
  types: Array.from({ length }, (_, i) => Number(i > 1)),
})

/**
 * Finds the model that a graph computes for single pairs, which have no padding. Large sums are told by their nodes; where
 * heads are split, what a mask adds, and which positions tokens have, by what the graph makes of a few pairs.
 * @param elsewhere the files that hold tensors which the model does not
 * @throws Error for every other graph: what is recognised is computed as the graph has it
 */
export function recognise(model: OnnxModel, elsewhere?: Elsewhere): Encoder {
  const graph = createGraph(model, trialOf(TRIED), elsewhere)
  const output = graph.outputs.includes('logits') ? 'logits' : graph.outputs[0]
  const classifier = needLinear(graph, output)
  const pooler = needLinear(graph, graph.need(classifier.input, 'Tanh').inputs[0])
  const first = graph.tried.origin(pooler.input)
  if (first?.shape.length !== 3 || !isRange(first.index) || first.index.length !== first.shape[2])
    throw unknown('the pooler takes no first token')
  const layers: Layer[] = []
  let [heads, states, cut] = [0, first.name, first.shape[1] === 1]
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
  const { input: outer, ...norm } = needNorm(graph, name)
  const sum = linearPlus(graph, outer)
  if (!sum) return undefined
  const narrow = sum.linear
  const { input: inner, ...mixNorm } = needNorm(graph, sum.other)
  const widen = needLinear(graph, geluInput(graph, narrow.input))
  if (widen.input !== sum.other) throw unknown(`${name} does not go round its feed-forward`)
  const attended = linearPlus(graph, inner)
  if (!attended) throw unknown(`${sum.other} is no output of an attention`)
  const { query, key, value, heads } = readAttention(graph, attended.linear.input)
  const input = key.input
  const asking = cut ? firstOf(graph, query.input) : query.input
  if (value.input !== input || asking !== input || attended.other !== query.input)
    throw unknown(`${name} mixes different states`)
  return { layer: { query, key, value, widen, narrow, mix: attended.linear, mixNorm, norm }, heads, input }
}

function readAttention(graph: Graph, name: string) {
  const joined = graph.tried.origin(name)
  const mixed = graph.need(joined?.name, 'MatMul')
  const softmax = graph.need(mixed.inputs[0], 'Softmax')
  const axis = integerAttribute(softmax, 'axis', -1)
  const scores = graph.tried.known(softmax.inputs[0])?.shape ?? []
  if (![-1, scores.length - 1].includes(axis) || scores.at(-1) !== TRIED)
    throw unknown('a softmax on another axis')
  const divided = graph.factors(unmasked(graph, softmax.inputs[0]))
  const dots = graph.need(divided.parts[0], 'MatMul')
  const [asking, asked] = dots.inputs.map((input) => graph.factors(input))
  const [heads, rows, columns] = scores.slice(-3) as [number, number, number]
  const width = joined!.index.length / rows / heads
  const order = { row: [heads, rows, width], turned: [heads, width, columns] }
  /** A linear layer's columns by head, as `[head, token, column]` or the last two the other way round. */
  const split = (name: string | undefined, turned: boolean, tokens: number): Linear => {
    const origin = name === undefined ? undefined : graph.tried.origin(name)
    const linear = needLinear(graph, origin?.name)
    const at = turned
      ? (a: number, c: number, s: number) => s * heads * width + a * width + c
      : (a: number, s: number, c: number) => s * heads * width + a * width + c
    const sides = turned ? order.turned : [heads, tokens, width]
    if (!follows(origin!.index, sides, at)) throw unknown('heads are split in another way')
    return linear
  }
  const query = split(asking?.parts[0], false, rows)
  const key = split(asked?.parts[0], true, columns)
  const value = split(mixed.inputs[1], false, columns)
  const joins = follows(joined!.index, [rows, heads, width], (s, a, c) => (a * rows + s) * width + c)
  if (!joins || divided.parts.length + asking!.parts.length + asked!.parts.length !== 3)
    throw unknown('heads are joined in another way')
  const scale = divided.scale * asking!.scale * asked!.scale
  if (!(Math.abs(scale * Math.sqrt(width) - 1) <= HALF_STEP))
    throw unknown('scores are scaled in another way')
  return { query, key, value, heads }
}

/** Scores without what is added for padding: nothing, where there is none. */
function unmasked(graph: Graph, name: string | undefined): string | undefined {
  const sum = graph.made(name, 'Add')
  for (const [scores, mask] of sum ? bothWays(sum) : [])
    if (graph.isZero(mask)) return unmasked(graph, scores)
  const chosen = graph.made(name, 'Where')
  if (chosen && graph.isZero(chosen.inputs[0])) return unmasked(graph, chosen.inputs[2])
  return name
}

/** Whether a three-sided layout has each number where it should be. */
function follows(
  index: Int32Array,
  [a, b, c]: readonly number[],
  at: (i: number, j: number, k: number) => number,
): boolean {
  if (index.length !== a! * b! * c!) return false
  return index.every((place, n) => place === at(Math.floor(n / (b! * c!)), Math.floor(n / c!) % b!, n % c!))
}

function readEmbeddings(graph: Graph, name: string) {
  const { input, ...embeddingNorm } = needNorm(graph, name)
  const parts: string[] = []
  const flatten = (part: string): void => {
    const add = parts.length < 4 ? graph.made(part, 'Add') : undefined
    if (add) add.inputs.forEach(flatten)
    else parts.push(part)
  }
  flatten(input)
  const trial = trialOf(TRIED)
  const taken = parts.map((part) => ({ part, ...graph.rowsOf(part) }))
  const by = (rows: readonly number[]) => taken.find((found) => found.taken?.join() === rows.join())
  const words = by(trial.ids)
  const typed = by(trial.types)
  const untyped = taken.find((found) => found.taken?.every((row) => row === 0))
  const placed = taken.find((found) => ![words, typed ?? untyped].includes(found))
  const rows = (typed ?? untyped)?.table
  if (parts.length !== 3 || !words?.table || !placed?.table || !rows)
    throw unknown('embeddings of another kind')
  const hidden = words.table.rows.shape.at(-1)!
  const padding = readPositions(graph, placed as { part: string; table: Table; taken: number[] })
  return {
    ...{ words: words.table, positions: placed.table, hidden, padding, embeddingNorm },
    types: typed ? rows : firstRow(rows, hidden),
  }
}

/**
 * BERT counts positions from 0; RoBERTa counts the tokens that are not padding from the padding's id + 1, and padding has
 * its own id.
 * @returns RoBERTa's padding
 */
function readPositions(
  graph: Graph,
  { part, table, taken }: { part: string; table: Table; taken: number[] },
) {
  const start = taken[0]!
  const longest = Math.min(TRIED_LONG, table.rows.shape[0]! - start)
  const long = trialOf(longest)
  graph.verify(long)
  const padding = start > 0 ? start - 1 : undefined
  const hole = (i: number) => (i === 2 ? (padding ?? 4) : 5)
  const counted = [0, 1, 2, 3, 4].map((i) => (padding === undefined ? i : padding + [1, 2, 0, 3, 4][i]!))
  const are = (trial: Trial, wanted: readonly number[]) => graph.retry(trial, part)?.join() === wanted.join()
  const all = Array.from({ length: longest }, (_, i) => start + i)
  if (!are(long, all) || !are(trialOf(TRIED, hole), counted))
    throw unknown('positions are counted in another way')
  return padding
}

/** The one row of a table that all tokens have. */
function firstRow({ rows, scale }: Table, width: number): Float32Array {
  return Float32Array.from(rows.read(0, width), (value) => value * (scale?.[0] ?? 1))
}

/** x (1 + erf(x / sqrt 2)) / 2: the name of x. */
function geluInput(graph: Graph, name: string): string {
  const whole = graph.made(name, 'Gelu')
  if (whole && textAttribute(whole, 'approximate', 'none') === 'none') return graph.settle(whole.inputs[0])!
  const { scale, parts } = graph.factors(name)
  const is = (value: number | undefined, wanted: number) => Math.abs((value ?? 0) - wanted) < HALF_STEP
  for (const [sum, x] of [parts, [...parts].reverse()] as [string, string][]) {
    const add = graph.made(sum, 'Add')
    const known = add && is(scale, 0.5) && parts.length === 2
    for (const [one, erf] of known ? bothWays(add) : []) {
      const node = graph.made(erf, 'Erf')
      const root = node && is(graph.scalar(one), 1) ? graph.factors(node.inputs[0]) : undefined
      if (root && is(root.scale, Math.SQRT1_2) && root.parts.join() === x) return x
    }
  }
  throw unknown('another activation than the exact GELU')
}

/** The name of the states whose first token this is. */
function firstOf(graph: Graph, name: string): string | undefined {
  const origin = graph.tried.origin(name)
  return origin && isRange(origin.index) ? origin.name : undefined
}

/** Whether a tensor is the start of another. */
function isRange(index: Int32Array): boolean {
  return index.every((place, i) => place === i)
}

function linearPlus(graph: Graph, name: string | undefined) {
  for (const [one, other] of bothWays(graph.need(name, 'Add'))) {
    const linear = graph.linear(one)
    if (linear) return { linear, other: graph.settle(other)! }
  }
  return undefined
}

function needLinear(graph: Graph, name: string | undefined): Linear {
  const found = graph.linear(name)
  if (!found) throw unknown(`${name} is no linear layer`)
  return found
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
