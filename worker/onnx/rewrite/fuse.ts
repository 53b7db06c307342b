import type { Layer } from '../encoder/layer.js'
import type { Linear } from '../encoder/linear.js'
import { type Encoder, matchEncoder } from '../encoder/match-encoder.js'
import type { Table } from '../encoder/table.js'
import { type OnnxModel, readModel, withOperators, writeModel } from '../format/model.js'
import { createFusedBuilder, type FusedBuilder } from './fused-builder.js'

/** Added to the score of padding: its weight is 0 to the last bit, and 16 bits hold it. */
const HIDDEN_SCORE = -30_000

/**
 * Rewrites a graph of floats as one of large steps, for a GPU, where a small model's time goes into starting programs and
 * not into numbers: attention, the sum with its norm, and the exact GELU are an operator each, biases are added by the
 * products, and queries, keys and values are one product. The last layer computes the first token alone (but keys and
 * values of all), since nothing else is read. What is computed is what the graph computed.
 * @param bytes an ONNX file of a BERT cross-encoder
 * @returns an ONNX file of 32-bit floats
 * @throws Error for every graph that does not match
 */
export function fuseModel(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const model = readModel(bytes)
  const encoder = matchEncoder(model)
  if (model.outputs.length !== 1) throw new Error(`a graph of ${model.outputs.length} outputs`)
  return writeModel(fuseGraph(model, encoder))
}

function fuseGraph(model: OnnxModel, encoder: Encoder): OnnxModel {
  const builder = createFusedBuilder()
  const { make, integers, gemm, nodes, initializers } = builder
  const { hidden, layers, pooler, classifier } = encoder
  const shape = make('Shape', ['input_ids'])
  const [rows, columns] = [0, 1].map((at) => make('Slice', [shape, integers(at), integers(at + 1)]))
  const masked = make('Gather', [builder.floats([HIDDEN_SCORE, 0], [2]), 'attention_mask'])
  const forOne = make('Unsqueeze', [masked, integers(1, 2)])
  const all: Tokens = {
    shape: make('Concat', [shape, integers(hidden)], { axis: 0 }),
    // The operator wants a row for each query, though all are the same.
    mask: make('Expand', [forOne, make('Concat', [rows!, integers(1), columns!, columns!], { axis: 0 })]),
  }
  const first: Tokens = {
    shape: make('Concat', [rows!, integers(1, hidden)], { axis: 0 }),
    mask: forOne,
  }
  const states = embed(builder, encoder, columns!)
  const before = layers.slice(0, -1).reduce((states, layer) => {
    const [query, key, value] = split(builder, states, [layer.query, layer.key, layer.value])
    return writeLayer(builder, encoder, layer, states, { query: query!, key: key!, value: value! }, all, all)
  }, states)
  const last = layers.at(-1)!
  const one = make('Slice', [make('Reshape', [before, all.shape]), integers(0), integers(1), integers(1)])
  const flat = make('Reshape', [one, integers(-1, hidden)])
  const [key, value] = split(builder, before, [last.key, last.value])
  const query = gemm(flat, last.query)
  const read = writeLayer(builder, encoder, last, flat, { query, key: key!, value: value! }, first, all)
  gemm(make('Tanh', [gemm(read, pooler)]), classifier, model.outputs[0])
  return { ...model, nodes, initializers, rest: { ...model.rest, model: withOperators(model.rest.model) } }
}

/** Tokens that a layer computes: all, or the first of each row. */
interface Tokens {
  /** Rows, tokens, width. */
  shape: string
  /** What is added to the scores of attention. */
  mask: string
}

/** States are rows of one matrix, whatever pair they are of. */
function embed(builder: FusedBuilder, encoder: Encoder, columns: string): string {
  const { make, integers, floats } = builder
  const {
    wordEmbeddings,
    tokenTypeEmbeddings: types,
    positionEmbeddings,
    padding,
    hidden,
    embeddingNorm,
  } = encoder
  if (types instanceof Float32Array || padding !== undefined) throw new Error('no BERT, but a RoBERTa')
  const rows = ({ rows, scale }: Table) => {
    if (scale || rows.kind !== 'float') throw new Error('rows that are no floats')
    return floats(rows.read(), rows.shape)
  }
  const placed = make('Slice', [rows(positionEmbeddings), integers(0), columns, integers(0)])
  const typed = make('Add', [make('Gather', [rows(types), 'token_type_ids']), placed])
  const sum = builder.normalizeSum(make('Gather', [rows(wordEmbeddings), 'input_ids']), typed, embeddingNorm)
  return make('Reshape', [sum, integers(-1, hidden)])
}

/** Several products of the same states as one, which is taken apart again. */
function split({ integers, gemm, makeSeveral }: FusedBuilder, states: string, parts: Linear[]): string[] {
  const sizes = parts.map(({ bias }) => bias.length)
  const joined = gemm(states, join(parts))
  return makeSeveral('Split', [joined, integers(...sizes)], sizes.length, { axis: 1 })
}

/** @returns the states after the layer, of the tokens of `query` */
function writeLayer(
  builder: FusedBuilder,
  { heads, hidden }: Encoder,
  { attentionOutput, attentionNorm, intermediate, output, norm }: Layer,
  states: string,
  { query, key, value }: { query: string; key: string; value: string },
  queries: Tokens,
  keysAndValues: Tokens,
): string {
  const { make, integers, gemm } = builder
  const shaped = (flat: string, { shape }: Tokens) => make('Reshape', [flat, shape])
  const attended = builder.attention(
    [shaped(query, queries), shaped(key, keysAndValues), shaped(value, keysAndValues)],
    queries.mask,
    heads,
  )
  const flat = make('Reshape', [attended, integers(-1, hidden)])
  const mixed = builder.normalizeSum(gemm(flat, attentionOutput), states, attentionNorm)
  const wide = builder.gelu(gemm(mixed, intermediate))
  return builder.normalizeSum(gemm(wide, output), mixed, norm)
}

/** Linear layers of the same input side by side. */
function join(parts: readonly Linear[]): Linear {
  const from = parts[0]!.weights.shape[0]!
  const widths = parts.map(({ bias }) => bias.length)
  const width = widths.reduce((sum, side) => sum + side, 0)
  const values = new Float32Array(from * width)
  const bias = new Float32Array(width)
  let at = 0
  for (const part of parts) {
    const side = part.bias.length
    const own = part.weights.read()
    for (let row = 0; row < from; row++)
      values.set(own.subarray(row * side, (row + 1) * side), row * width + at)
    bias.set(part.bias, at)
    at += side
  }
  return { ...parts[0]!, weights: { shape: [from, width], kind: 'float', read: () => values }, bias }
}
