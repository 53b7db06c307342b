import type { StoredTensor } from '../format/tensor.js'
import type { Norm } from './norm.js'
import type { Table } from './table.js'

/** x W + bias: W is [in, out] of floats, or of integers with a scale for each column. */
export interface LinearWeights {
  weights: StoredTensor
  scale: Float32Array | undefined
  bias: Float32Array
}

/** A layer of BERT's kind: attention and a feed-forward with an exact GELU, each added to its input and normed. */
export interface LayerWeights {
  query: LinearWeights
  key: LinearWeights
  value: LinearWeights
  attentionOutput: LinearWeights
  attentionNorm: Norm
  intermediate: LinearWeights
  output: LinearWeights
  norm: Norm
}

/** A cross-encoder of a kind that the CPU runtime knows. */
export type EncoderWeights = BertWeights | ModernBertWeights

/** A cross-encoder of BERT's kind: post-norm layers with an exact GELU, a dense tanh layer, and the labels. */
export interface BertWeights {
  kind: 'bert'
  hidden: number
  heads: number
  wordEmbeddings: Table
  positionEmbeddings: Table
  /** BERT's, by token types; RoBERTa has one row for all tokens. */
  tokenTypeEmbeddings: Table | Float32Array
  /** The id that RoBERTa counts positions from, and past. Absent, positions are counted from 0. */
  padding: number | undefined
  embeddingNorm: Norm
  layers: LayerWeights[]
  pooler: LinearWeights
  classifier: LinearWeights
}

/** A layer of ModernBERT's kind: norms go before, places turn queries and keys, and the feed-forward is gated. */
export interface ModernLayerWeights {
  /** The first layer has none. */
  attentionNorm: Norm | undefined
  query: LinearWeights
  key: LinearWeights
  value: LinearWeights
  attentionOutput: LinearWeights
  /** How far one place turns each number of a head's first half, with its like of the second, in radians. */
  rates: readonly number[]
  /** How many places a token sees to each side; `Infinity` for all. */
  reach: number
  norm: Norm
  /** The exact GELU of this, times the gate, goes to the output. */
  intermediate: LinearWeights
  gate: LinearWeights
  output: LinearWeights
}

/** An encoder of ModernBERT's kind. */
export interface ModernBertWeights {
  kind: 'modernbert'
  hidden: number
  heads: number
  wordEmbeddings: Table
  embeddingNorm: Norm
  layers: ModernLayerWeights[]
  finalNorm: Norm
  /** Absent, the encoder gives the first token's state, for a head that the file does not have. */
  head: ModernHeadWeights | undefined
}

/** A dense layer with an exact GELU, a norm, and the labels, of the first token's state or of the mean of all. */
export interface ModernHeadWeights {
  pooling: 'first' | 'mean'
  dense: LinearWeights
  norm: Norm
  classifier: LinearWeights
}
