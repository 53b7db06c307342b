import { product } from '../analysis/shape.js'
import type { OnnxModel } from '../format/model.js'
import type { Elsewhere } from '../format/tensor.js'
import { isRange, type Layer, type LayerNodes, readLayer } from './layer.js'
import { type Linear, requireLinear } from './linear.js'
import { createGraph, type Graph, type Trial, unknown } from './matcher.js'
import { requireNorm } from './norm.js'
import { rowsInTrial, rowsOf, type Table } from './table.js'
import { TRIED, trialOf, wideTrial } from './trial.js'
import type { BertWeights } from './weights.js'

/** An encoder, and where its parts are in their graph. */
export interface Encoder extends BertWeights {
  layers: Layer[]
  /** Where the last layer is in the graph. */
  last: LayerNodes
  pooler: Linear
  classifier: Linear
}

/** Of a longer pair, since a graph may treat those in another way. */
const TRIED_LONG = 300

/**
 * Finds the model of BERT's kind that a graph computes for single pairs, which have no padding. Large sums are told by their nodes; where
 * heads are split, what a mask adds, and which rows of tables tokens have, by what the graph makes of a few pairs, of up to
 * 300 tokens.
 * @param elsewhere the files that hold tensors which the model does not
 * @throws Error for every other graph: what is matched is computed as the graph has it
 */
export function matchEncoder(model: OnnxModel, elsewhere?: Elsewhere): Encoder {
  return readBert(createGraph(model, trialOf(TRIED), elsewhere))
}

/** {@link matchEncoder}, of a graph that was tried. */
export function readBert(graph: Graph): Encoder {
  const classifier = requireLinear(graph, graph.output)
  const pooler = requireLinear(graph, graph.requireNode(classifier.input, 'Tanh').inputs[0])
  const first = graph.tried.aliasOf(pooler.input)
  const taken = graph.tried.known(pooler.input)?.shape ?? []
  if (first?.shape.length !== 3 || !isRange(first.index) || product(taken) !== first.shape[2])
    throw unknown('the pooler takes no first token')
  const layers: Layer[] = []
  let last: LayerNodes | undefined
  let states = first.name
  for (;;) {
    const found = readLayer(graph, states, !last && first.shape[1] === 1)
    if (!found) break
    last ??= found.nodes
    if (found.nodes.heads !== last.heads) throw unknown('layers have different heads')
    layers.unshift(found.layer)
    states = found.nodes.states
  }
  if (!last) throw unknown('there is no layer')
  const { heads } = last
  const parts = { heads, layers, last, pooler, classifier, ...readEmbeddings(graph, states) }
  const encoder: Encoder = { kind: 'bert', ...parts }
  checkShapes(encoder)
  return encoder
}

/** A part of the embeddings: rows of a table. */
interface Part {
  part: string
  table: Table
  taken: number[]
}

function readEmbeddings(graph: Graph, name: string) {
  const { input, ...embeddingNorm } = requireNorm(graph, name)
  const parts: string[] = []
  const flatten = (part: string): void => {
    const add = parts.length < 4 ? graph.made(part, 'Add') : undefined
    if (add) add.inputs.forEach(flatten)
    else parts.push(part)
  }
  flatten(input)
  const trial = trialOf(TRIED)
  const taken = parts.map((part) => ({ part, ...rowsOf(graph, part) }))
  const by = (rows: readonly number[]) => taken.find((found) => found.taken?.join() === rows.join())
  const words = by(trial.ids)
  const typed = by(trial.types)
  const untyped = taken.find((found) => found.taken?.every((row) => row === 0))
  const placed = taken.find((found) => ![words, typed ?? untyped].includes(found))
  const rows = (typed ?? untyped)?.table
  if (parts.length !== 3 || !words?.table || !placed?.table || !rows)
    throw unknown('embeddings of another kind')
  const hidden = words.table.rows.shape.at(-1)!
  const padding = readPositions(graph, words.part, words.table, placed as Part)
  return {
    ...{ hidden, padding, embeddingNorm },
    wordEmbeddings: words.table,
    positionEmbeddings: placed.table,
    tokenTypeEmbeddings: typed ? rows : firstRow(rows, hidden),
  }
}

/**
 * BERT counts positions from 0; RoBERTa counts the tokens that are not padding from the padding's id + 1, and padding has
 * its own id.
 * @returns RoBERTa's padding
 */
function readPositions(graph: Graph, words: string, vocabulary: Table, { part, table, taken }: Part) {
  const start = taken[0]!
  const longest = Math.min(TRIED_LONG, table.rows.shape[0]! - start)
  const padding = start > 0 ? start - 1 : undefined
  const long = wideTrial(longest, vocabulary.rows.shape[0]!, padding)
  graph.verify(long)
  const hole = (i: number) => (i === 2 ? (padding ?? 4) : 5)
  const counted = [0, 1, 2, 3, 4].map((i) => (padding === undefined ? i : padding + [1, 2, 0, 3, 4][i]!))
  const are = (part: string, trial: Trial, wanted: readonly number[]) =>
    rowsInTrial(graph, trial, part)?.join() === wanted.join()
  const all = Array.from({ length: longest }, (_, i) => start + i)
  if (!are(words, long, long.ids)) throw unknown('ids are other rows of the vocabulary')
  if (!are(part, long, all) || !are(part, trialOf(TRIED, hole), counted))
    throw unknown('positions are counted in another way')
  return padding
}

/** The one row of a table that all tokens have. */
function firstRow({ rows, scale }: Table, width: number): Float32Array {
  return Float32Array.from(rows.read(0, width), (value) => value * (scale?.[0] ?? 1))
}

/** Sizes that must agree, before anything is written by them. */
function checkShapes({
  hidden,
  heads,
  wordEmbeddings,
  positionEmbeddings,
  tokenTypeEmbeddings: types,
  embeddingNorm,
  layers,
  pooler,
  classifier,
}: Encoder) {
  const norms = [embeddingNorm, ...layers.flatMap(({ norm, attentionNorm }) => [norm, attentionNorm])]
  const wide = layers.map(({ intermediate }) => intermediate.weights.shape[1]!)
  const square = layers.flatMap(({ query, key, value, attentionOutput }) => [
    query,
    key,
    value,
    attentionOutput,
  ])
  const fits = ({ weights }: Linear, from: number, to: number) =>
    weights.shape[0] === from && weights.shape[1] === to
  const ok =
    hidden % 16 === 0 &&
    hidden <= 4096 &&
    heads > 0 &&
    (hidden / heads) % 8 === 0 &&
    positionEmbeddings.rows.shape[1] === hidden &&
    (types instanceof Float32Array ? types.length : types.rows.shape[1]) === hidden &&
    norms.every(({ weight, bias }) => weight.length === hidden && bias.length === hidden) &&
    square.every((linear) => fits(linear, hidden, hidden)) &&
    wide.every((width) => width === wide[0] && width % 16 === 0 && width <= 4096) &&
    layers.every(
      ({ intermediate, output }, i) => fits(intermediate, hidden, wide[i]!) && fits(output, wide[i]!, hidden),
    ) &&
    fits(pooler, hidden, hidden) &&
    classifier.weights.shape[0] === hidden &&
    [1, 2].includes(classifier.weights.shape[1]!) &&
    wordEmbeddings.rows.shape[0]! > 0
  if (!ok) throw unknown('its sizes do not fit')
}
