/**
 * `webrerank/search`: headless search. Keyword results at once, ranked as soon as the reranker is ready; adapters to search
 * engines have their own entry points.
 * @module webrerank/search
 */
export { expandQuery, type WeightedWord, weighWords } from './expand.js'
export { mergeRanks, nearest } from './nearest.js'
export { createSearch } from './search.js'
export { bestSentences, type SentenceOptions, splitSentences, type TextSpan } from './sentences.js'
export type {
  FirstStage,
  FirstStageOptions,
  Hit,
  NotReranked,
  Observable,
  RankedAnswer,
  Search,
  SearchOptions,
  SearchReranker,
  SearchResult,
  SearchState,
  Sentence,
  SubResult,
} from './types.js'
export { type TextVectors, type VectorDocuments, vectorStage } from './vectors.js'
