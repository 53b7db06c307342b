import { bothWays, integerAttribute, type OnnxNode, textAttribute } from '../format/node.js'
import { type Linear, linearOf, requireLinear } from './linear.js'
import { type Graph, unknown } from './matcher.js'
import { requireNorm } from './norm.js'
import type { LayerWeights } from './weights.js'

/** A layer, and where its parts are in their graph. */
export interface Layer extends LayerWeights {
  query: Linear
  key: Linear
  value: Linear
  attentionOutput: Linear
  intermediate: Linear
  output: Linear
}

/** Where a layer is in its graph. */
export interface LayerNodes {
  /** What the layer takes. */
  states: string
  heads: number
  /** Columns of a head. */
  width: number
  /** The products that make the queries, and of attention’s output. */
  query: OnnxNode
  attentionOutput: OnnxNode
  /** Queries, and the same by heads: rows, heads, tokens, columns. */
  queries: string
  split: string
  /** Nodes that add a mask to the scores or choose by it, and the mask's place among their inputs. */
  masks: { node: OnnxNode; input: number }[]
  /** The product of attention with the values. */
  mixed: OnnxNode
  /** Adds the states, at this place among its inputs, to what attention gives. */
  sum: { node: OnnxNode; input: number }
}

/** What a file of halves makes of a constant may be so far off. */
const HALF_STEP = 1e-3

/**
 * @param name what the layer gives
 * @param cut whether it does so for the first token alone
 * @returns undefined where no layer gives it, but embeddings do
 */
export function readLayer(
  graph: Graph,
  name: string,
  cut: boolean,
): { layer: Layer; nodes: LayerNodes } | undefined {
  const { input: outer, ...norm } = requireNorm(graph, name)
  const sum = linearPlus(graph, outer)
  if (!sum) return undefined
  const output = sum.linear
  const { input: inner, ...attentionNorm } = requireNorm(graph, sum.other)
  const intermediate = requireLinear(graph, geluInput(graph, output.input))
  if (intermediate.input !== sum.other) throw unknown(`${name} does not go round its feed-forward`)
  const attended = linearPlus(graph, inner)
  if (!attended) throw unknown(`${sum.other} is no output of an attention`)
  const { query, key, value, ...attention } = readAttention(graph, attended.linear.input)
  const input = key.input
  const stands = (name: string) => (cut ? firstOf(graph, name) : name) === input
  if (value.input !== input || !stands(query.input) || !stands(attended.other))
    throw unknown(`${name} mixes different states`)
  const layer: Layer = {
    query,
    key,
    value,
    intermediate,
    output,
    attentionOutput: attended.linear,
    attentionNorm,
    norm,
  }
  const sides = { query: query.node, attentionOutput: attended.linear.node, sum: attended.sum }
  return { layer, nodes: { states: input, ...attention, ...sides } }
}

function readAttention(graph: Graph, name: string) {
  const joined = graph.tried.aliasOf(name)
  const mixed = graph.requireNode(joined?.name, 'MatMul')
  const softmax = graph.requireNode(mixed.inputs[0], 'Softmax')
  // Without an axis it is the last one, but before operators 13, where it is another.
  const axis = integerAttribute(softmax, 'axis', 1)
  const scores = graph.tried.known(softmax.inputs[0])?.shape ?? []
  if (![-1, scores.length - 1].includes(axis) || scores.at(-1) !== graph.tokens)
    throw unknown('a softmax on another axis')
  const masks: LayerNodes['masks'] = []
  const divided = graph.factors(unmasked(graph, softmax.inputs[0], masks))
  const dots = graph.requireNode(divided.parts[0], 'MatMul')
  const [asking, asked] = dots.inputs.map((input) => graph.factors(input))
  const [heads, rows, columns] = scores.slice(-3) as [number, number, number]
  const width = (joined?.index?.length ?? 0) / rows / heads
  /** A linear layer's columns by head, as `[head, token, column]` or the last two the other way round. */
  const split = (name: string | undefined, turned: boolean, tokens: number): Linear => {
    const origin = name === undefined ? undefined : graph.tried.aliasOf(name)
    const linear = requireLinear(graph, origin?.name)
    const at = turned
      ? (a: number, c: number, s: number) => s * heads * width + a * width + c
      : (a: number, s: number, c: number) => s * heads * width + a * width + c
    const sides = turned ? [heads, width, tokens] : [heads, tokens, width]
    if (!follows(origin!.index, sides, at)) throw unknown('heads are split in another way')
    return linear
  }
  const by = asking!.parts[0]!
  const query = split(by, false, rows)
  const key = split(asked?.parts[0], true, columns)
  const value = split(mixed.inputs[1], false, columns)
  const joins = follows(joined!.index, [rows, heads, width], (s, a, c) => (a * rows + s) * width + c)
  if (!joins || divided.parts.length + asking!.parts.length + asked!.parts.length !== 3)
    throw unknown('heads are joined in another way')
  const scale = divided.scale * asking!.scale * asked!.scale
  if (!(Math.abs(scale * Math.sqrt(width) - 1) <= HALF_STEP))
    throw unknown('scores are scaled in another way')
  return { query, key, value, heads, width, masks, mixed, queries: graph.tried.aliasOf(by)!.name, split: by }
}

/** Scores without what is added for padding: nothing, where there is none. */
function unmasked(graph: Graph, name: string | undefined, masks: LayerNodes['masks']): string | undefined {
  const node = graph.made(name, 'Add', 'Where')
  const places = node?.operator === 'Add' ? [0, 1] : [0]
  const input = places.find((place) => node && graph.isZero(node.inputs[place]))
  if (!node || input === undefined) return name
  masks.push({ node, input })
  return unmasked(graph, node.operator === 'Add' ? node.inputs[1 - input] : node.inputs[2], masks)
}

/** Whether a three-sided layout has each number where it should be. */
function follows(
  index: Int32Array | undefined,
  [a, b, c]: readonly number[],
  at: (i: number, j: number, k: number) => number,
): boolean {
  if (index?.length !== a! * b! * c!) return false
  return index.every((place, n) => place === at(Math.floor(n / (b! * c!)), Math.floor(n / c!) % b!, n % c!))
}

/** x (1 + erf(x / sqrt 2)) / 2: the name of x. */
function geluInput(graph: Graph, name: string): string {
  const whole = graph.made(name, 'Gelu')
  if (whole && textAttribute(whole, 'approximate', 'none') === 'none') return graph.settle(whole.inputs[0])!
  const { scale, parts } = graph.factors(name)
  if (isAbout(scale, 0.5) && parts.length === 2) {
    const [left, right] = parts as [string, string]
    if (isErfSum(graph, left, right)) return right
    if (isErfSum(graph, right, left)) return left
  }
  throw unknown('another activation than the exact GELU')
}

function isAbout(value: number | undefined, wanted: number): boolean {
  return Math.abs((value ?? 0) - wanted) < HALF_STEP
}

/** Whether a sum is 1 + erf(x / sqrt 2). */
function isErfSum(graph: Graph, name: string, x: string): boolean {
  const sum = graph.made(name, 'Add')
  return (sum ? bothWays(sum) : []).some(([one, other]) => {
    const erf = graph.made(other, 'Erf')
    if (!erf || !isAbout(graph.scalar(one), 1)) return false
    const root = graph.factors(erf.inputs[0])
    return isAbout(root.scale, Math.SQRT1_2) && root.parts.join() === x
  })
}

/** The name of the states whose first token this is. */
function firstOf(graph: Graph, name: string): string | undefined {
  const origin = graph.tried.aliasOf(name)
  return origin && isRange(origin.index) ? origin.name : undefined
}

/** Whether a tensor is the start of another. */
export function isRange(index: Int32Array | undefined): boolean {
  return !index || index.every((place, i) => place === i)
}

function linearPlus(graph: Graph, name: string | undefined) {
  const node = graph.requireNode(name, 'Add')
  for (const [input, [other, one]] of bothWays(node).entries()) {
    const linear = linearOf(graph, one)
    if (linear) return { linear, sum: { node, input }, other: graph.settle(other)! }
  }
  return undefined
}
