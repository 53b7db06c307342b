/**
 * `webrerank/search`: a search box's logic without a box. Results of a first stage at once, in the reranker's order as
 * soon as that is wanted and there; adapters to first stages have entries of their own.
 * @module webrerank/search
 */
export { expandQuery, type WeightedWord, weighWords } from './expand.js'
export { createSearch } from './search.js'
export { bestSentences, type SentenceOptions, splitSentences, type TextSpan } from './sentences.js'
export type {
  FirstStage,
  FirstStageOptions,
  Hit,
  NotReranked,
  Observable,
  Search,
  SearchOptions,
  SearchReranker,
  SearchResult,
  SearchState,
  Sentence,
  SubResult,
} from './types.js'
