/** How a model's scores are blended with those of a first stage. */
export interface FuseOptions {
  /**
   * The first stage: `bm25`, the default, is computed in the worker over the request's own documents; `order` takes the
   * order in which the documents are given as a ranking, the best first; an array has a score for each document, higher
   * is better, on whatever scale.
   */
  with?: 'bm25' | 'order' | readonly number[] | null
  /**
   * How much the first stage weighs, the model weighing 1; 0 leaves the model's scores as they are. Default: the
   * model's own for `bm25` or for what the caller gives, tuned on held-out pairs where its card says so, else 0.5.
   */
  weight?: number | null
}

/** What the scores of an answer were blended with. */
export interface Fused {
  with: 'bm25' | 'order' | 'scores'
  weight: number
}
