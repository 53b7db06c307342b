import { abortable } from '../abort/abortable.js'
import { limitTime } from '../abort/time-limit.js'
import { startTimer } from '../abort/timer.js'
import { RerankError } from '../protocol/errors.js'
import { count, milliseconds } from './check-options.js'
import { createModelLoader } from './model-loader.js'
import { createObservable } from './observable.js'
import { bestStretch, lexicalOrder } from './order.js'
import type { createHitRanker, Ranked } from './rank-hits.js'
import { whyUnread } from './readings.js'
import { rankSentences } from './sentences.js'
import { CHOSEN, type Change, IDLE, merge, NO_ANSWER, NO_NOTES, reasonOf } from './state.js'
import type { Hit, NotReranked, Search, SearchOptions, SearchState } from './types.js'

/** Sentences of one result that the reranker reads: results are many, and a person waits. */
const SENTENCES_EACH = 12

/** Marks alone are no query. */
const HAS_WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

/** One query, from its start to the next one's. */
interface Run<P> {
  text: string
  controller: AbortController
  hits: Promise<readonly Hit<P>[] | undefined>
  /** Set once reranking was asked for: resolves when all is done. */
  reranking?: Promise<SearchState<P> | undefined> | undefined
  /** Ends the wait for typing to rest. */
  hurry(): void
}

/**
 * Creates a search of two stages: results of the first at once, the reranker's order when it is wanted. Whatever fails of
 * the second leaves the first's order, and the reason in the state.
 * @throws RerankError `invalid_request` naming the option
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { createSearch } from 'webrerank/search'
 *
 * const pages = [{ id: '1', title: 'Refunds', text: 'Refunds reach your card within ten days.', url: '/refunds' }]
 * const search = createSearch({
 *   firstStage: (query) => pages.filter(({ text }) => text.includes(query)),
 *   reranker: createReranker(),
 * })
 * search.state.subscribe(({ results, status }) => console.log(status, results))
 * await search.query('card', { rerank: 'now' })
 * ```
 */
export function createSearch<P = unknown>(options: SearchOptions<P>): Search<P> {
  const { firstStage, reranker, fuse, floor, locale } = options
  if (typeof firstStage !== 'function')
    throw new RerankError('invalid_request', 'firstStage must be a function', { param: 'firstStage' })
  const candidates = count(options, 'candidates', 30, 1)
  const limit = count(options, 'limit', candidates, 1)
  const rest = milliseconds(options, 'rest', 400, 0)
  const timeout = milliseconds(options, 'timeout', 30_000, 1)
  const sentences = count(options, 'sentences', 0, 0)
  const readingTime = count(options, 'readingTime', 1500, 0)
  const minScore = options.minScore ?? 0.5
  let ranker: Promise<ReturnType<typeof createHitRanker<P>>> | undefined
  /** Loaded at first use: a search that only shows what words find does without it. */
  const loadRanker = () => {
    const settings = {
      firstStage,
      reranker: reranker!,
      fuse,
      floor,
      candidates,
      readingTime,
      minScore,
      vectors: options.vectors === true,
    }
    ranker ??= import('./rank-hits.js').then(({ createHitRanker }) => createHitRanker(settings))
    ranker.catch(() => {
      ranker = undefined
    })
    return ranker
  }

  const { observable, set } = createObservable<SearchState<P>>(IDLE as SearchState<P>)
  const loader = createModelLoader(reranker, (change) => set(merge(observable.get(), change)))
  let current: Run<P> | undefined
  let disposed = false

  /** Nothing of a query that was overtaken is ever shown. */
  const update = (run: Run<P>, change: Change<P>): SearchState<P> | undefined => {
    if (run !== current || run.controller.signal.aborted) return undefined
    set(merge(observable.get(), change))
    // Not what was set: a listener may have asked for something else meanwhile.
    return run === current ? observable.get() : undefined
  }

  const findHits = async (run: Run<P>) => {
    const { signal } = run.controller
    const start = performance.now()
    update(run, {
      status: 'searching',
      query: run.text,
      reranked: false,
      timings: {},
      ...NO_NOTES,
      ...NO_ANSWER,
    })
    try {
      const onHits = (hits: readonly Hit<P>[]) =>
        void update(run, { status: 'lexical', results: lexicalOrder(hits.slice(0, limit)) })
      const found = Promise.resolve().then(() => firstStage(run.text, { signal, limit, onHits }))
      const hits = (await abortable(found, signal)).slice(0, limit)
      const timings = { firstStage: performance.now() - start }
      update(run, { status: 'lexical', results: lexicalOrder(hits), timings })
      return hits
    } catch (error) {
      update(run, { status: 'error', results: [], error })
      return undefined
    }
  }

  const leave = (run: Run<P>, reason: NotReranked) =>
    update(run, { status: 'done', reranked: false, reason, progress: undefined })

  const finish = async (run: Run<P>, ready?: Promise<void>) => {
    const hits = await run.hits
    if (!hits) return run === current ? observable.get() : undefined
    if (!ready) return leave(run, { code: 'not_asked', message: 'reranking was not asked for' })
    if (!reranker) return leave(run, { code: 'no_reranker', message: 'the search has no reranker' })
    if (hits.length < 2 && !reranker.expand)
      return leave(run, { code: 'nothing_to_rerank', message: 'there are fewer than two documents' })
    const unread = whyUnread(hits)
    if (unread !== undefined) return leave(run, { code: 'no_text', message: unread })
    update(run, { status: 'lexical', ...NO_NOTES })
    await ready
    return rerank(run, hits)
  }

  const rerank = async (run: Run<P>, hits: readonly Hit<P>[]) => {
    const time = limitTime([run.controller.signal], timeout)
    const start = performance.now()
    if (!update(run, { status: 'reranking' })) return undefined
    const take = ({ results, answered, engine }: Ranked<P>) => {
      const timings = { ...observable.get().timings, rerank: performance.now() - start }
      return { results, answered, engine, reranked: true, model: 'ready', timings } as const
    }
    try {
      const rankHits = await abortable(loadRanker(), time.signal)
      const ranked = rankHits({
        query: run.text,
        hits,
        limit,
        signal: time.signal,
        onProgress: (progress) => void update(run, { progress }),
        onExpanded: (expanded) => void update(run, { expanded }),
        onRanked: (ranked) => void update(run, take(ranked)),
      })
      const change = take(await abortable(ranked, time.signal))
      const state = update(run, { ...change, status: 'done', progress: undefined, reason: undefined })
      return state && sentences > 0 && change.answered ? await markSentences(run, time.signal) : state
    } catch (error) {
      run.reranking = undefined
      // What was read before it failed is still the better order.
      if (observable.get().reranked) return update(run, { status: 'done', progress: undefined })
      const reason = reasonOf(error)
      if (reason.code === 'download_not_allowed') update(run, { model: 'needs_consent' })
      return leave(run, reason)
    } finally {
      time.end()
    }
  }

  /** A second step, since a person reads the order first. Without it results are only less marked. */
  const markSentences = async (run: Run<P>, signal: AbortSignal) => {
    const start = performance.now()
    const { results } = observable.get()
    // A sentence that is marked reads as the answer: of a passage that does not answer none is.
    const answering = results.slice(0, sentences).filter(({ answers }) => answers)
    const stretches = answering.map(bestStretch)
    try {
      const ranked = await rankSentences(
        run.text,
        stretches.map(({ text }) => text),
        { reranker: reranker!, locale, candidates: SENTENCES_EACH, signal },
      )
      const marked = results.map((result) => {
        const i = answering.indexOf(result)
        const [best] = ranked[i] ?? []
        const at = stretches[i]?.start ?? 0
        return best
          ? { ...result, sentence: { ...best, start: best.start + at, end: best.end + at } }
          : result
      })
      const timings = { ...observable.get().timings, sentences: performance.now() - start }
      return update(run, { results: marked, timings })
    } catch {
      return run === current ? observable.get() : undefined
    }
  }

  const stop = () => {
    current?.controller.abort()
    current?.hurry()
    current = undefined
  }

  const clear = (): SearchState<P> => {
    stop()
    const { model } = observable.get()
    set({ ...(IDLE as SearchState<P>), model })
    return observable.get()
  }

  const begin = (text: string): Run<P> => {
    stop()
    const run: Run<P> = {
      text,
      controller: new AbortController(),
      hits: Promise.resolve(undefined),
      hurry() {},
    }
    current = run
    run.hits = findHits(run)
    return run
  }

  const search: Search<P> = {
    state: observable,
    query(text, { rerank: when = 'rest' } = {}) {
      if (disposed) return Promise.resolve(undefined)
      const wanted = text.trim()
      if (!HAS_WORD.test(wanted)) return Promise.resolve(clear())
      const known = current?.text === wanted && observable.get().status !== 'error'
      const run = known ? current! : begin(wanted)
      if (when === false) return run.reranking ?? finish(run)
      if (run.reranking && when === 'now') run.hurry()
      run.reranking ??= finish(run, when === 'now' ? Promise.resolve() : resting(run, rest))
      return run.reranking
    },
    warmUp: loader.warmUp,
    async load(loadOptions = {}) {
      const ready = await loader.load(loadOptions.signal)
      const { query, reason } = observable.get()
      if (ready && reason && !CHOSEN.includes(reason.code)) await search.query(query, { rerank: 'now' })
      return ready
    },
    cancel() {
      stop()
      const { status } = observable.get()
      if (status === 'idle' || status === 'done' || status === 'error') return
      const reason: NotReranked = { code: 'cancelled', message: 'the query was cancelled' }
      set(merge(observable.get(), { status: 'done', reason, progress: undefined }))
    },
    dispose() {
      disposed = true
      search.cancel()
      loader.dispose()
    },
  }
  return search
}

/** Resolves once typing rests, or was told to hurry. */
function resting<P>(run: Run<P>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = startTimer(resolve, milliseconds)
    run.hurry = () => {
      clearTimeout(timer)
      resolve()
    }
  })
}
