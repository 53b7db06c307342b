/** How two models share a request: a small one scores all documents, and the reranker's own the best of them. */
export interface CascadeFields {
  /**
   * The small model's name. Default: the one of the reranker's option `cascade`, and only that one may be named where there is
   * one; else `webrerank/tiny-en`.
   */
  first?: string | null
  /** How many of its best documents the reranker's own model scores, at least 1. Default: that of the option, else 20. */
  keep?: number | null
}

/** The cascade of a request that two models shared. */
export interface Cascaded {
  /** The model that was to score all documents. */
  first: string
  /** How many of the best the other model was to score. Documents of the same text count once. */
  keep: number
}
