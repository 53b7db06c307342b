import type { Question, ScoreRequest } from '../../src/protocol/worker-api.js'
import type { Session } from '../runtime/types.js'
import type { PairInput } from '../text/pair-input.js'
import type { Encoding, SubwordCounts } from '../text/types.js'

/** A model as far as scoring knows it. */
export interface ScoringModel {
  session: Session
  input: PairInput
  limits: BatchLimits
}

/** Scores documents with a query, on a CPU or on a GPU. */
export interface DocumentScorer {
  /** Scores are handed on to the page at most once in these many milliseconds; 0: as they come. */
  readonly every: number
  /** @param checkpoint called between forward passes; what it throws ends the work */
  score(
    request: ScoreRequest,
    documents: readonly ScoringDocument[],
    listener: ScoreListener,
    checkpoint: () => Promise<void>,
  ): Promise<Work>
}

export interface ScoreListener {
  /** Called once for each document. */
  done(document: ScoringDocument, score: DocumentScore): void
  /** The work is worth so many workers, this one counted. */
  want(workers: number): void
}

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
  counted: SubwordCounts
}

/** What is asked of every document of a request. */
export type Task = Question

export interface ScoringDocument {
  /** Its position in the request. */
  index: number
  text: string
  /** Its tokens, where they are known. */
  encoding?: Encoding | undefined
}

/** Scores of a shard's documents, in their order. */
export interface ShardResult {
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
  /** Before it was begun, since others were first. */
  waited?: number
}
