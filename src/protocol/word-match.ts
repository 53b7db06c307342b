/** A stretch of a text: UTF-16 offsets, as `slice` takes them. */
export interface TextSpan {
  start: number
  /** The offset after its last character. */
  end: number
}

/** A word of a document that meets a word of the query. */
export interface WordMatch extends TextSpan {
  /** The query's word: the first, where the query has it more than once. */
  query: TextSpan
  /**
   * How they meet. `same`: the same word, or a form of it that the model takes for the same. `related`: a word that an
   * answer may use in its place. `begins`: both begin with the same rare piece. A model without tables of words, as any
   * but the embedded one is, knows `same` alone: the same letters, in whatever case.
   */
  kind: 'same' | 'related' | 'begins'
  /** Present for `related`: how close the two words are. */
  strength?: 'close' | 'near' | 'far'
}

/** A word of a query, or one that an answer may use in its place. */
export interface ExpandedWord {
  /** In lower case. */
  word: string
  /** Other forms of it that the model takes for the same, such as its plural, in lower case. */
  forms: string[]
  /** The query's word that it stands for: the first, where the query has it more than once. */
  query: TextSpan
  /** `same`: the query's word itself. The others: a word that an answer may use in its place, and how close it is. */
  strength: 'same' | 'close' | 'near' | 'far'
}
