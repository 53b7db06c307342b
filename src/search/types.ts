import type { Availability, CallOptions, RerankProgress } from '../client/types.js'
import type { RerankErrorCode } from '../protocol/errors.js'
import type { TextVectors } from '../protocol/text-vectors.js'
import type { ExpandedWord } from '../protocol/word-match.js'
import type { FuseOptions } from '../wire/fuse-options.js'
import type { RerankFacts, RerankResponse } from '../wire/response.js'

/** A part of a document with a heading of its own. */
export interface SubResult {
  title: string
  text: string
  url?: string | undefined
  /**
   * What the reranker reads of this part, where it shall judge the part for itself; the document stands where its best
   * part does. Default: nothing.
   */
  passage?: string | undefined
  /** The first stage's score of this part, on the scale of {@link Hit.score}: which parts are read first. */
  score?: number | undefined
  /** Relevance to the query, between 0 and 1: only of a part with a passage, where it was reranked. */
  relevance?: number | undefined
}

/** One document that a first stage found. */
export interface Hit<Payload = unknown> {
  /** Tells this document from the others of an answer. */
  id: string
  title?: string | undefined
  /** Plain text: what excerpts and the best sentence are taken from. */
  text: string
  /**
   * What the reranker reads: about 2,000 characters of English. Default: the title and the text; nothing, where parts
   * of it have passages.
   */
  passage?: string | undefined
  url?: string | undefined
  /** The first stage's score, higher is better, on whatever scale. */
  score?: number | undefined
  subResults?: readonly SubResult[] | undefined
  /**
   * False for a document that has no word of the query, and none related to one, and is there for the reranker to judge: it
   * is no result until it was given a score of at least {@link SearchOptions.minScore}. Default: true.
   */
  matched?: boolean | undefined
  /** Why the reranker does not read this document, for developers. Default: it reads what has text. */
  unread?: string | undefined
  /** Whatever else the application knows of it. */
  payload?: Payload | undefined
}

/** What a first stage gets besides the query. */
export interface FirstStageOptions<Payload = unknown> {
  signal: AbortSignal
  /** The most documents that are wanted. */
  limit: number
  /**
   * The query's words, and words that an answer may use in their place. A first stage is asked without them at first, and
   * with them once the reranker's model is there; {@link weighWords} gives weights.
   */
  expanded?: readonly ExpandedWord[] | undefined
  /**
   * How many passages the reranker can read in good time. A first stage whose corpus has no more gives all of it, whatever
   * the limit, with `matched: false` for what was not found. Only beside `expanded`.
   */
  passages?: number | undefined
  /**
   * The query as a vector (`reranker.vectors`), with {@link SearchOptions.vectors}: a first stage that has vectors of its
   * documents merges those that are alike with those that it finds by words, with `matched: false`. Only beside `expanded`.
   */
  vector?: Int8Array | undefined
  /** Fingerprint of the table that the vector is from (`TextVectors.table`): vectors of another cannot be compared with it. */
  vectorTable?: string | undefined
  /** Takes what is there so far, the best first, where some of it takes longer. */
  onHits?: ((hits: readonly Hit<Payload>[]) => void) | undefined
}

/**
 * What finds documents: any search of words, in the page or behind a request.
 * @returns the best first, at most `limit`; those with `matched: false` in the places in which they are to be read
 */
export type FirstStage<Payload = unknown> = (
  query: string,
  options: FirstStageOptions<Payload>,
) => readonly Hit<Payload>[] | Promise<readonly Hit<Payload>[]>

/** The part of an answer that a search needs. */
export type RankedAnswer = Pick<RerankResponse, 'results'> & { webrerank?: Partial<RerankFacts> }

/**
 * The part of a `Reranker` that a search needs. Without `load` and `availability` it is taken to be ready; without `expand`
 * the first stage is asked once, for the query as it is.
 */
export interface SearchReranker {
  rank(
    request: { query: string; documents: string[]; fuse?: false | FuseOptions; return_documents?: boolean },
    options?: CallOptions,
  ): Promise<RankedAnswer>
  /** With it, a slow ranking shows the first order in which each document has a score, such as that of a cascade's small model. */
  stream?(
    request: { query: string; documents: string[]; fuse?: false | FuseOptions; return_documents?: boolean },
    options?: CallOptions,
  ): AsyncIterable<RankedAnswer>
  expand?(query: string, options?: CallOptions): Promise<readonly ExpandedWord[]>
  vectors?(texts: readonly string[], options?: CallOptions): Promise<TextVectors>
  load?(options?: CallOptions): Promise<unknown>
  availability?(): Promise<Availability>
}

/** Options of `createSearch`. */
export interface SearchOptions<Payload = unknown> {
  firstStage: FirstStage<Payload>
  /** From `createReranker`. Nothing of it is called before the first reranking or `warmUp`. Default: none. */
  reranker?: SearchReranker | undefined
  /**
   * How many of the first stage's best the reranker reads at first. Where the first stage gives more, it reads on, as far as
   * {@link SearchOptions.readingTime} goes. Default: 30.
   */
  candidates?: number | undefined
  /** The most that the first stage is asked for; what is past the candidates follows them. Default: `candidates`. */
  limit?: number | undefined
  /**
   * How the reranker's scores are blended with the first stage: with its `order` or its `scores`, `weight` as in
   * `rank({ fuse })`; `false` leaves the reranker alone. Default: `{ with: 'order' }`. A list without a score for each
   * document is blended by order.
   */
  fuse?: false | { with?: 'order' | 'scores' | undefined; weight?: number | undefined } | undefined
  /** Milliseconds without a new query after which typing rests. Default: 400. */
  rest?: number | undefined
  /** Milliseconds that a reranking may take, loading included, before the first stage's order stands. Default: 30,000. */
  timeout?: number | undefined
  /**
   * Milliseconds that reading should take. By them, and by what the device took for each passage so far, the search tells how
   * many passages are read: of a small corpus all, and 400 at most. 0: only the candidates. Default: 1,500.
   */
  readingTime?: number | undefined
  /** How many of the best results get their best sentence, in a second step, if they answer. Default: 0. */
  sentences?: number | undefined
  /** Least score of the model with which a document with `matched: false` is a result. Default: 0.5. */
  minScore?: number | undefined
  /**
   * Least score of the model with which any other document is taken to answer the query; where none has it, the results are
   * those with words of the query, in the first stage's order. Default: the model's own floor, raised
   * with the number of documents that are read: from ten on, its odds are multiplied by the root of a tenth of that number. 0 where
   * the model has none.
   */
  floor?: number | undefined
  /**
   * Whether meaning counts beside words: the first stage gets the query as a vector ({@link FirstStageOptions.vector}), and where
   * its scores are blended with the reranker's, the cosine of a passage's vector with the query's counts as much as its
   * score. Nothing changes with a model that has no word vectors. Default: false.
   */
  vectors?: boolean | undefined
  /** BCP 47 tag for finding sentences and words. Default: the browser's. */
  locale?: string | undefined
}

/** A sentence with its place in the text. */
export interface Sentence {
  text: string
  /** Offset of its first UTF-16 code unit in the text. */
  start: number
  /** Offset behind its last. */
  end: number
  /** Relevance to the query, between 0 and 1. */
  score: number
}

/** A hit in its place. */
export type SearchResult<Payload = unknown> = Hit<Payload> & {
  /** Its place by the first stage, from 0. */
  rank: number
  /** Relevance to the query, between 0 and 1, blended as `fuse` says: only where it was reranked. */
  relevance?: number
  /** Whether the model takes it for an answer: its own score is not below the floor. Only where it was reranked. */
  answers?: boolean
  /** The sentence of `text` that answers best: only with {@link SearchOptions.sentences}, and where `answers` is true. */
  sentence?: Sentence
}

/** Why results stand as the first stage had them. */
export interface NotReranked {
  /**
   * `not_asked`, `no_reranker`, `nothing_to_rerank` (fewer than two documents), `no_text` (no document has any), `cancelled` (by `cancel`); the code of a `RerankError`, such as
   * `download_not_allowed` or `timeout`; `failed` for any other error.
   */
  code:
    | 'not_asked'
    | 'no_reranker'
    | 'nothing_to_rerank'
    | 'no_text'
    | 'cancelled'
    | 'failed'
    | RerankErrorCode
  /** For developers, in English. */
  message: string
  error?: unknown
}

/** All that there is to show, as one value that is never changed: each change makes another. */
export interface SearchState<Payload = unknown> {
  /**
   * `idle`: no query. `searching`: the first stage runs. `lexical`: its results are there, at first maybe some of them, and
   * typing has to rest before they are reranked. `reranking`: an order of the best may be there already, and the rest is
   * read. `done`: nothing will change but best sentences. `error`: the first stage failed.
   */
  status: 'idle' | 'searching' | 'lexical' | 'reranking' | 'done' | 'error'
  query: string
  /** While `searching`, those of the query before. */
  results: readonly SearchResult<Payload>[]
  reranked: boolean
  /**
   * Only where it was reranked: whether any document is taken to answer the query. Where none is, the results are those with
   * words of the query, in the first stage's order.
   */
  answered?: boolean
  /** The query's words and those related to them, once the model is there: what highlights show. */
  expanded?: readonly ExpandedWord[]
  /** What the model ran on, where it was reranked. */
  engine?: Partial<RerankFacts>
  /** Set where `reranked` is false at the end. */
  reason?: NotReranked
  /** What the first stage threw, with `status: 'error'`. */
  error?: unknown
  /**
   * The model: `unknown` until it is asked for; `loading`; `ready`; `needs_consent`, where it has to be downloaded and
   * `load()` is the consent; `unavailable` on this device; `failed`.
   */
  model: 'unknown' | 'loading' | 'ready' | 'needs_consent' | 'unavailable' | 'failed'
  /** Of loading or scoring, while it lasts. */
  progress?: RerankProgress
  /** Milliseconds, where the step is over. */
  timings: { firstStage?: number; rerank?: number; sentences?: number }
}

/** A value that tells of its changes: fits `useSyncExternalStore(state.subscribe, state.get)` and its likes. */
export interface Observable<T> {
  get(): T
  /** @returns a function that ends the subscription */
  subscribe(listener: (value: T) => void): () => void
}

/** A search of two stages. */
export interface Search<Payload = unknown> {
  /**
   * Searches, and ends the query before. The same query again only hurries its reranking, or tries it again.
   * @param options `rerank`: `now` (for Enter), when typing `rest`s, or not at all (`false`). Default: `rest`
   * @returns the state at the end; `undefined` where another query, `cancel` or `dispose` came between. Failures are in
   * the state: it never rejects.
   */
  query(
    text: string,
    options?: { rerank?: 'now' | 'rest' | false },
  ): Promise<SearchState<Payload> | undefined>
  readonly state: Observable<SearchState<Payload>>
  /**
   * Loads the model where that needs no consent, for the moment at which a person turns to the search box. What comes of
   * it is in the state.
   */
  warmUp(): Promise<void>
  /**
   * Downloads the model: a call of this is the consent. Results that were not reranked for want of it then are.
   * @returns whether the model is ready
   */
  load(options?: { signal?: AbortSignal | undefined }): Promise<boolean>
  /** Ends what is under way; results stay as they are. */
  cancel(): void
  /** Ends all. The reranker is the caller's own, and is left alone. */
  dispose(): void
}
