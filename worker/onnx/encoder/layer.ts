import { bothWays, type OnnxNode } from '../format/node.js'
import { type Attention, readAttention } from './attention.js'
import { geluInput } from './gelu.js'
import { type Linear, linearOf, requireLinear } from './linear.js'
import { type Graph, isAll, unknown } from './matcher.js'
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
export interface LayerNodes extends Omit<Attention, 'query' | 'key' | 'value'> {
  /** What the layer takes. */
  states: string
  /** The products that make the queries, and of attention’s output. */
  query: OnnxNode
  attentionOutput: OnnxNode
  /** Adds the states, at this place among its inputs, to what attention gives. */
  sum: { node: OnnxNode; input: number }
}

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
  const { query, key, value, ...attention } = readWhole(graph, attended.linear.input)
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

/** An attention whose queries, keys and values are linear layers of their own, and which sees all tokens. */
function readWhole(graph: Graph, name: string) {
  const found = readAttention(graph, name)
  const parts = [found.query, found.key, found.value]
  if (parts.some(({ rates, from }) => rates || from > 0)) throw unknown('places turn queries and keys')
  for (const { node, input } of found.masks) graph.holds(node.inputs[input], isAll(0))
  const [query, key, value] = parts.map(({ linear }) => linear) as [Linear, Linear, Linear]
  return { ...found, query, key, value }
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

/** A sum of a linear layer and of something else. */
export function linearPlus(graph: Graph, name: string | undefined) {
  const node = graph.requireNode(name, 'Add')
  for (const [input, [other, one]] of bothWays(node).entries()) {
    const linear = linearOf(graph, one)
    if (linear) return { linear, sum: { node, input }, other: graph.settle(other)! }
  }
  return undefined
}
