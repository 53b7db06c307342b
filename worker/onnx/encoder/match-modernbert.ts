import { product } from '../analysis/shape.js'
import type { Mask } from './attention.js'
import { readActivation } from './gelu.js'
import { isRange, linearPlus } from './layer.js'
import { type Linear, requireLinear } from './linear.js'
import { type Graph, isAll, unknown } from './matcher.js'
import { type ModernLayer, readModernLayer } from './modern-layer.js'
import { type Norm, requireNorm } from './norm.js'
import { reachOf } from './reach.js'
import { rowsOf, type Table } from './table.js'
import { wideTrial } from './trial.js'
import type { ModernBertWeights, ModernHeadWeights } from './weights.js'

/** Tokens of the longer pair: what windows hide must show in it, and a mask of more would be too large to look into. */
const TRIED_LONG = 512

/**
 * Finds the model of ModernBERT's kind that a graph computes for single pairs, which have no padding, or its encoder
 * alone. As with BERT's kind, large sums are told by their nodes, and how heads are split and turned, and what a token
 * sees, by what the graph makes of two pairs.
 * @throws Error for every other graph
 */
export function readModernBert(graph: Graph): ModernBertWeights {
  const { head, states: output } = readHead(graph)
  const { input, ...finalNorm } = requireNorm(graph, output)
  const found: ModernLayer[] = []
  let states = input
  while (graph.made(states, 'Add') && linearPlus(graph, states)) {
    const layer = readModernLayer(graph, states)
    found.unshift(layer)
    states = layer.states
  }
  if (found.length === 0) throw unknown('there is no layer')
  const { heads } = found[0]!
  if (found.some((layer) => layer.heads !== heads)) throw unknown('layers have different heads')
  const { input: words, ...embeddingNorm } = requireNorm(graph, states)
  const wordEmbeddings = rowsOf(graph, words)?.table
  if (!wordEmbeddings) throw unknown('embeddings of another kind')
  const reaches = readLong(graph, words, wordEmbeddings, found)
  const layers = found.map(({ layer }, i) => ({ ...layer, reach: reaches[i]! }))
  const hidden = wordEmbeddings.rows.shape.at(-1)!
  const encoder: ModernBertWeights = {
    kind: 'modernbert',
    ...{ hidden, heads, wordEmbeddings, embeddingNorm, layers, finalNorm, head },
  }
  checkShapes(encoder)
  return encoder
}

/** A head of the graph, and the states that it is of; no head where the graph gives states. */
function readHead(graph: Graph): { head: ModernHeadWeights | undefined; states: string } {
  if (graph.tried.known(graph.output)?.shape.length === 3) return { head: undefined, states: graph.output }
  const classifier = requireLinear(graph, graph.output)
  const { input, ...norm } = requireNorm(graph, classifier.input)
  const activation = readActivation(graph, input)
  if (activation.gate !== undefined) throw unknown('a head with a gate')
  const dense = requireLinear(graph, activation.input)
  const { pooling, states } = readPooling(graph, dense.input)
  return { head: { pooling, dense, norm, classifier }, states }
}

/** The first token's state, or the mean of all that are no padding: their sum by how many they are. */
function readPooling(graph: Graph, name: string): Pick<ModernHeadWeights, 'pooling'> & { states: string } {
  const first = graph.tried.aliasOf(name)
  const pooled = product(graph.tried.known(name)?.shape ?? [])
  if (first?.shape.length === 3 && isRange(first.index) && pooled === first.shape[2])
    return { pooling: 'first', states: first.name }
  const mean = graph.requireNode(name, 'Div')
  const counted = graph.holds(mean.inputs[1], (found, tokens) => isAll(tokens)(found, tokens))
  const sum = graph.requireNode(mean.inputs[0], 'ReduceSum')
  const masked = graph.made(sum.inputs[0], 'Mul')
  const mask = masked?.inputs.find((input) => graph.holds(input, isAll(1)))
  const states = masked ? masked.inputs.find((input) => input !== mask) : sum.inputs[0]
  const [, tokens, width] = graph.tried.known(states)?.shape ?? []
  if (!counted || (masked && !mask) || states === undefined || tokens !== graph.tokens || pooled !== width)
    throw unknown('states are pooled in another way')
  return { pooling: 'mean', states: graph.settle(states)! }
}

/**
 * What a longer pair shows: that nothing else depends on the pair, and how far each layer sees.
 * @returns each layer's reach
 */
function readLong(graph: Graph, words: string, { rows }: Table, layers: readonly ModernLayer[]): number[] {
  const long = wideTrial(TRIED_LONG, rows.shape[0]!)
  const masks = layers.flatMap(({ masks }) => masks.flatMap(({ node }) => node.inputs.slice(0, 2)))
  const trace = graph.verify(long, [words, ...masks])
  if (rowsOf(graph, words, trace)?.taken.join() !== long.ids.join())
    throw unknown('ids are other rows of the vocabulary')
  // Layers often have a mask in common.
  const known = new Map<string, number>()
  const reachOfMask = (mask: Mask) => {
    const name = `${mask.node.operator} ${mask.node.inputs[mask.input]}`
    const reach = known.get(name) ?? reachOf(mask, trace, TRIED_LONG)
    known.set(name, reach)
    return reach
  }
  return layers.map(({ masks }) => Math.min(Number.POSITIVE_INFINITY, ...masks.map(reachOfMask)))
}

/** Sizes that must agree, before anything is written by them. */
function checkShapes({ hidden, heads, embeddingNorm, finalNorm, layers, head }: ModernBertWeights): void {
  const wide = layers[0]!.intermediate.bias.length
  const norms = [
    embeddingNorm,
    finalNorm,
    ...layers.flatMap(({ norm, attentionNorm }) => [norm, attentionNorm]),
  ]
  const fits = ({ weights }: Pick<Linear, 'weights'>, from: number, to: number) =>
    weights.shape[0] === from && weights.shape[1] === to
  const isNorm = (norm: Norm | undefined) => !norm || norm.weight.length === hidden
  const ok =
    hidden % 16 === 0 &&
    hidden <= 4096 &&
    heads > 0 &&
    (hidden / heads) % 8 === 0 &&
    wide % 16 === 0 &&
    wide <= 4096 &&
    [...norms, head?.norm].every(isNorm) &&
    layers.every(({ query, key, value, attentionOutput }) =>
      [query, key, value, attentionOutput].every((linear) => fits(linear, hidden, hidden)),
    ) &&
    layers.every(
      ({ intermediate, gate, output, rates }) =>
        [intermediate, gate].every((linear) => fits(linear, hidden, wide)) &&
        fits(output, wide, hidden) &&
        rates.length * 2 * heads === hidden,
    ) &&
    (!head ||
      (fits(head.dense, hidden, hidden) && [1, 2].some((labels) => fits(head.classifier, hidden, labels))))
  if (!ok) throw unknown('its sizes do not fit')
}
