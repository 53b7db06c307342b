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

/** What is known of a document before it is scored. */
export interface PreparedDocument {
  /** Positions of its pairs, one a window. */
  pairs: number[]
  /** Tokens of all its pairs. */
  tokens: number
  /** Whether some of it, or of the query, is in no pair. */
  truncated: boolean
  counted: SubwordCounts
}

/** A request as a model takes it. */
export interface Prepared {
  pairs: Pair[]
  documents: PreparedDocument[]
}

/** Token ids of a document, the first of them or all. */
export interface Encoding {
  ids: Int32Array<ArrayBuffer>
  /** Whether these are all. */
  whole: boolean
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

/** A document as a model takes it. */
export interface DocumentPairs {
  /** One a window. */
  pairs: Pair[]
  /** Tokens of all its pairs. */
  tokens: number
  /** Whether some of it, or of the query, is in no pair. */
  truncated: boolean
  counted: SubwordCounts
}
