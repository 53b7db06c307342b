/** A query and one window of a document as a model reads them. */
export interface Pair {
  ids: Int32Array
  types: Int32Array
}

/** How many tokens are of words, and how many of these continue one: many, in a language the vocabulary lacks. */
export interface SubwordCounts {
  tokens: number
  subwords: number
}

/** A part of a text, as it was tokenized. */
export interface Slice {
  ids: readonly number[]
  /** Where in the text it ends. */
  end: number
}

/**
 * Called in the midst of long work: lets messages in now and then. What it throws ends the work.
 */
export type Checkpoint = () => Promise<void>

/** Token ids of a document, the first of them or all. */
export interface Encoding {
  ids: Int32Array<ArrayBuffer>
  /** Whether these are all. */
  whole: boolean
}

/** What stands before a document in a pair, special tokens left out: the query; of a decoder, all that it is asked. */
export interface Asked {
  /** Tokens of it. */
  length: number
  /** Tokens of it that are always there. */
  fixed: number
  /** Whether these are all. */
  whole: boolean
  /** What match types are computed from. */
  types: Int32Array
  /** As much of it as there is room for. */
  cut(room: number): Int32Array
}

/** Makes a query's pairs with one document after the other. */
export interface PairMaker {
  /** So many ids of a document are looked at, at most. */
  maxIds: number
  /**
   * @param index names the document in an error
   * @throws RerankError `invalid_request` for a document that does not fit its pair where truncation is not allowed
   */
  make(encoding: Encoding, index: number): DocumentPairs
}

/** A document as a model takes it. Its pairs are made one by one: together they may be many times its text. */
export interface DocumentPairs {
  /** How many pairs: one a window. */
  count: number
  /** Tokens of one of its pairs. */
  lengthOf(window: number): number
  pair(window: number): Pair
  /** Tokens of all its pairs. */
  tokens: number
  /** Whether some of it, or of the query, is in no pair. */
  truncated: boolean
  counted: SubwordCounts
}
