import type { Source } from '../../bytes/content.js'
import type { StoredTensor } from '../format/tensor.js'
import type { Norm } from './norm.js'
import type { Table } from './table.js'
import type { BertWeights, LayerWeights, LinearWeights } from './weights.js'

/** Where a layer's weights, scales and biases begin. */
type LinearPlace = [weights: number, scale: number, bias: number]
type NormPlace = [weight: number, bias: number]
/** Rows of a table, and where these and their scales begin. */
type TablePlace = [rows: number, at: number, scale: number]

/**
 * Where one ONNX file of int8 weights has the tensors of its encoder, in bytes from its beginning. It was found once, by
 * matching the graph, and saves a load that search, which takes longer than all the rest of it.
 */
export interface PreparedEncoder {
  /** The file that this is true of. */
  sha256: string
  hidden: number
  heads: number
  /** Columns of a feed-forward. */
  intermediate: number
  labels: number
  epsilon: number
  tables: { words: TablePlace; positions: TablePlace; types: TablePlace }
  embeddingNorm: NormPlace
  layers: {
    attention: [query: LinearPlace, key: LinearPlace, value: LinearPlace, output: LinearPlace]
    feedForward: [intermediate: LinearPlace, output: LinearPlace]
    norms: [attention: NormPlace, output: NormPlace]
  }[]
  pooler: LinearPlace
  classifier: [weights: number, bias: number]
}

/** The encoder of a file that is the one meant. Tensors are read when they are packed. */
export function openPrepared(prepared: PreparedEncoder, file: Source): BertWeights {
  const { hidden, heads, intermediate: wide, labels, epsilon, tables } = prepared
  const floats = (at: number, count: number) =>
    new Float32Array(new Uint8Array(file.read(at, at + 4 * count)).buffer)
  const stored = (kind: 'int8' | 'float', at: number, shape: readonly [number, number]): StoredTensor => ({
    kind,
    shape,
    read(from = 0, to = shape[0] * shape[1]) {
      if (kind === 'float') return floats(at + 4 * from, to - from)
      const bytes = file.read(at + from, at + to)
      return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    },
  })
  const linear = ([weights, scale, bias]: LinearPlace, from = hidden, to = hidden): LinearWeights => ({
    weights: stored('int8', weights, [from, to]),
    scale: floats(scale, to),
    bias: floats(bias, to),
  })
  const norm = ([weight, bias]: NormPlace): Norm => ({
    weight: floats(weight, hidden),
    bias: floats(bias, hidden),
    epsilon,
  })
  const table = ([rows, at, scale]: TablePlace): Table => ({
    rows: stored('int8', at, [rows, hidden]),
    scale: floats(scale, rows),
  })
  return {
    kind: 'bert',
    hidden,
    heads,
    padding: undefined,
    wordEmbeddings: table(tables.words),
    positionEmbeddings: table(tables.positions),
    tokenTypeEmbeddings: table(tables.types),
    embeddingNorm: norm(prepared.embeddingNorm),
    layers: prepared.layers.map(({ attention, feedForward, norms }): LayerWeights => {
      const [query, key, value, attentionOutput] = attention.map((place) => linear(place))
      return {
        query: query!,
        key: key!,
        value: value!,
        attentionOutput: attentionOutput!,
        attentionNorm: norm(norms[0]),
        intermediate: linear(feedForward[0], hidden, wide),
        output: linear(feedForward[1], wide, hidden),
        norm: norm(norms[1]),
      }
    }),
    pooler: linear(prepared.pooler),
    classifier: {
      weights: stored('float', prepared.classifier[0], [hidden, labels]),
      scale: undefined,
      bias: floats(prepared.classifier[1], labels),
    },
  }
}
