import type { LengthOptions } from '../../src/protocol/worker-api.js'
import type { Encoding, PieceCounts } from '../text/types.js'

/** How much one forward pass may take. */
export interface BatchLimits {
  /** Pairs in a batch. */
  pairs: number
  /** Tokens in a batch, padding counted. */
  tokens: number
  /** Pairs x length^2: attention scores of one head. */
  attention: number
  /** Lengths are rounded up to a multiple of this. */
  multiple: number
}

/** What a document scored with a query. */
export interface DocumentScore {
  logit: number
  /** Tokens of all its pairs. */
  tokens: number
  truncated: boolean
  counted: PieceCounts
}

/** What is asked of every document of a request. */
export interface Task {
  query: string
  length: LengthOptions
}

export interface PieceDocument {
  /** Its position in the request. */
  index: number
  text: string
  /** Its tokens, where they are known. */
  encoding?: Encoding | undefined
}

/** Scores of a piece's documents, in their order. */
export interface PieceResult {
  scores: DocumentScore[]
  /** The tokens of those that came without. */
  encodings: (Encoding | undefined)[]
  /** Milliseconds. */
  tokenize: number
  /** Milliseconds. */
  forward: number
}

/** Milliseconds in all workers together. */
export interface Work {
  tokenize: number
  forward: number
}
