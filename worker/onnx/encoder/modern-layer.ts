import { type Mask, type Part, readAttention } from './attention.js'
import { readActivation } from './gelu.js'
import { linearPlus } from './layer.js'
import { columnsOf, type Linear, requireLinear } from './linear.js'
import { type Graph, unknown } from './matcher.js'
import { requireNorm } from './norm.js'
import type { ModernLayerWeights } from './weights.js'

/** A layer, and what it takes. How far it sees is not known of the short pair that a graph is tried with. */
export interface ModernLayer {
  layer: Omit<ModernLayerWeights, 'reach'>
  states: string
  heads: number
  masks: Mask[]
}

/**
 * @param name what the layer gives, a sum
 * @throws Error where a layer of another kind gives it
 */
export function readModernLayer(graph: Graph, name: string): ModernLayer {
  const forward = requireSum(graph, name)
  const { intermediate, gate } = readGated(graph, forward.linear.input)
  const { input: attended, ...norm } = requireNorm(graph, intermediate.input)
  if (attended !== forward.other) throw unknown(`${name} does not go round its feed-forward`)
  const around = requireSum(graph, attended)
  const attention = readAttention(graph, around.linear.input)
  const { query, key, value, heads, masks } = attention
  const input = key.linear.input
  if ([query, value].some(({ linear }) => linear.input !== input))
    throw unknown(`${name} mixes different states`)
  if (!query.rates || query.rates.join() !== key.rates?.join() || value.rates)
    throw unknown('queries and keys are not turned alike')
  const width = heads * attention.width
  const part = ({ linear, from }: Part) => columnsOf(linear, from, width)
  return {
    layer: {
      attentionNorm: readFirstNorm(graph, input, around.other),
      ...{ query: part(query), key: part(key), value: part(value) },
      ...{ rates: query.rates, attentionOutput: around.linear, norm, intermediate, gate },
      output: forward.linear,
    },
    states: around.other,
    heads,
    masks,
  }
}

function requireSum(graph: Graph, name: string) {
  const found = linearPlus(graph, name)
  if (!found) throw unknown(`${name} is no sum of a layer and of what it takes`)
  return found
}

/** The norm of what attention takes, or none where it takes the states themselves. */
function readFirstNorm(graph: Graph, name: string, states: string): ModernLayerWeights['attentionNorm'] {
  if (name === states) return undefined
  const { input, ...norm } = requireNorm(graph, name)
  if (input !== states) throw unknown(`${name} is no norm of ${states}`)
  return norm
}

/** The exact GELU of one linear layer times another one, of the same states; often two halves of one. */
function readGated(graph: Graph, name: string): { intermediate: Linear; gate: Linear } {
  const activation = readActivation(graph, name)
  if (activation.gate === undefined) throw unknown(`${name} has no gate`)
  const intermediate = someOf(graph, activation.input)
  const gate = someOf(graph, activation.gate)
  if (intermediate.input !== gate.input) throw unknown(`${name} mixes different states`)
  return { intermediate, gate }
}

/** Columns of a linear layer, side by side, of all tokens. */
function someOf(graph: Graph, name: string): Linear {
  const origin = graph.tried.aliasOf(name)
  const linear = requireLinear(graph, origin?.name)
  const index = origin!.index
  if (!index) return linear
  const [stride, from, count] = [linear.bias.length, index[0]!, index.length / graph.tokens]
  const inOrder = index.every((place, n) => place === Math.floor(n / count) * stride + from + (n % count))
  if (!inOrder || from + count > stride) throw unknown(`${name} takes parts of a layer in another order`)
  return columnsOf(linear, from, count)
}
