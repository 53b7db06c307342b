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

/** A cross-encoder of BERT's kind: post-norm layers with an exact GELU, a dense tanh layer, and the labels. */
export interface EncoderWeights {
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
