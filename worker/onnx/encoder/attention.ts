import { integerAttribute, type OnnxNode } from '../format/node.js'
import { HALF_STEP } from './gelu.js'
import { type Linear, requireLinear } from './linear.js'
import { type Graph, isAll, unknown } from './matcher.js'
import { type Rates, readRotation } from './rotation.js'

/** A linear layer whose columns are cut into heads: the first of them, and how places turn them. */
export interface Part {
  linear: Linear
  from: number
  rates: Rates | undefined
}

/** Softmax(q k^T / sqrt(width)) v, by heads side by side, and where its parts are in their graph. */
export interface Attention {
  query: Part
  key: Part
  value: Part
  heads: number
  /** Columns of a head. */
  width: number
  /** Queries, and the same by heads: rows, heads, tokens, columns. */
  queries: string
  split: string
  /** Nodes that add a mask to the scores or choose by it, and the mask's place among their inputs. */
  masks: Mask[]
  /** The product of attention with the values. */
  mixed: OnnxNode
}

export interface Mask {
  node: OnnxNode
  input: number
}

/** @throws Error where a tensor is made in another way, or hides something in the short pair of the trial */
export function readAttention(graph: Graph, name: string): Attention {
  const joined = graph.tried.aliasOf(name)
  const mixed = graph.requireNode(joined?.name, 'MatMul')
  const softmax = graph.requireNode(mixed.inputs[0], 'Softmax')
  // Without an axis it is the last one, but before operators 13, where it is another.
  const axis = integerAttribute(softmax, 'axis', 1)
  const scores = graph.tried.known(softmax.inputs[0])?.shape ?? []
  if (![-1, scores.length - 1].includes(axis) || scores.at(-1) !== graph.tokens)
    throw unknown('a softmax on another axis')
  const masks: Mask[] = []
  const divided = graph.factors(unmasked(graph, softmax.inputs[0], masks))
  const dots = graph.requireNode(divided.parts[0], 'MatMul')
  const [asking, asked] = dots.inputs.map((input) => graph.factors(input))
  const [heads, rows, columns] = scores.slice(-3) as [number, number, number]
  const width = (joined?.index?.length ?? 0) / rows / heads
  const sides = { heads, width }
  const by = asking!.parts[0]!
  const query = partOf(graph, by, { ...sides, turned: false, tokens: rows })
  const key = partOf(graph, asked?.parts[0], { ...sides, turned: true, tokens: columns })
  const value = partOf(graph, mixed.inputs[1], { ...sides, turned: false, tokens: columns })
  const joins = follows(joined!.index, [rows, heads, width], (s, a, c) => (a * rows + s) * width + c)
  if (!joins || divided.parts.length + asking!.parts.length + asked!.parts.length !== 3)
    throw unknown('heads are joined in another way')
  const scale = divided.scale * asking!.scale * asked!.scale
  if (!(Math.abs(scale * Math.sqrt(width) - 1) <= HALF_STEP))
    throw unknown('scores are scaled in another way')
  return { query, key, value, heads, width, masks, mixed, queries: graph.tried.aliasOf(by)!.name, split: by }
}

/** A linear layer's columns by head, as `[head, token, column]`, or the last two the other way round where turned. */
function partOf(
  graph: Graph,
  name: string | undefined,
  { heads, width, turned, tokens }: { heads: number; width: number; turned: boolean; tokens: number },
): Part {
  const origin = name === undefined ? undefined : graph.tried.aliasOf(name)
  const rotation = origin && readRotation(graph, origin.name)
  const linear = requireLinear(graph, rotation ? rotation.of : origin?.name)
  const outer = origin?.index
  const index = rotation ? (outer?.map((i) => rotation.index[i]!) ?? rotation.index) : outer
  const [stride, from] = [linear.bias.length, index?.[0] ?? 0]
  const at = turned
    ? (a: number, c: number, s: number) => s * stride + from + a * width + c
    : (a: number, s: number, c: number) => s * stride + from + a * width + c
  const sides = turned ? [heads, width, tokens] : [heads, tokens, width]
  if (!follows(index, sides, at)) throw unknown('heads are split in another way')
  return { linear, from, rates: rotation?.rates }
}

/** Scores without what is added for padding: nothing, where there is none. */
function unmasked(graph: Graph, name: string | undefined, masks: Mask[]): string | undefined {
  const node = graph.made(name, 'Add', 'Where')
  const places = node?.operator === 'Add' ? [0, 1] : [0]
  const isZero = (name: string | undefined) => {
    const found = graph.tried.known(name)
    return !!found && isAll(0)(found, graph.tokens)
  }
  const input = places.find((place) => node && isZero(node.inputs[place]))
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
