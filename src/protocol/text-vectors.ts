/** Texts as vectors: the more alike two are in meaning, the more their vectors point the same way. */
export interface TextVectors {
  /** Numbers a vector; 0 where the model has no word vectors. */
  size: number
  /** A row of `size` for each text, in order: from -127 to 127, and all 0 for a text that says nothing. */
  data: Int8Array
  /**
   * Fingerprint of the word vectors that these are sums of. Vectors of different tables cannot be compared, so keep it with
   * vectors that you store.
   */
  table?: string
}
