import type { CallOptions } from '../client/types.js'
import type { ExpandedWord } from '../protocol/word-match.js'
import type { RerankFacts } from '../wire/response.js'
import { floorAmong } from './floor.js'
import { keywordHits } from './keyword-hits.js'
import { createLikeness } from './likeness.js'
import { lexicalOrder, rerankedOrder } from './order.js'
import { createPace } from './pace.js'
import { bestReadings, firstReadings, fusionOf, type Reading, readingsOf } from './readings.js'
import type { FirstStage, Hit, RankedAnswer, SearchOptions, SearchReranker, SearchResult } from './types.js'

/** What the second stage makes of hits. */
export interface Ranked<P> {
  results: SearchResult<P>[]
  answered: boolean
  engine?: Partial<RerankFacts>
}

/** One query in the second stage. */
export interface RankCall<P> extends CallOptions {
  query: string
  limit: number
  /** What the first stage found for the query as it is. */
  hits: readonly Hit<P>[]
  signal: AbortSignal
  /** Told once the query's words are known. */
  onExpanded(expanded: readonly ExpandedWord[]): void
  /** Told of an order of the best, where the rest is still to be read. */
  onRanked(ranked: Ranked<P>): void
}

interface Settings<P> extends Pick<SearchOptions<P>, 'fuse' | 'floor'> {
  firstStage: FirstStage<P>
  reranker: SearchReranker
  candidates: number
  readingTime: number
  minScore: number
  vectors: boolean
}

/** What the first stage found with related words, and behind it what it found without them alone. */
interface Wide<P> {
  hits: readonly Hit<P>[]
  /** How many of the hits are read. */
  read: number
  expanded: readonly ExpandedWord[] | undefined
  vector: Int8Array | undefined
}

/**
 * The second stage: asks the first one again with related words, then reads what it found, the best first and then, as far as
 * time goes, the rest.
 */
export function createHitRanker<P>({
  firstStage,
  reranker,
  fuse,
  floor,
  candidates,
  readingTime,
  minScore,
  vectors,
}: Settings<P>): (call: RankCall<P>) => Promise<Ranked<P>> {
  const pace = createPace(readingTime)
  const likeness = createLikeness(reranker)

  /** The query as a vector, where that is wanted and the model has word vectors. */
  const vectorOf = async (query: string, options: CallOptions) => {
    const { size = 0, data, table } = (vectors && (await reranker.vectors?.([query], options))) || {}
    return size > 0 ? { vector: data, vectorTable: table } : { vector: undefined }
  }

  const widen = async ({
    query,
    limit,
    hits,
    signal,
    onProgress,
    onExpanded,
  }: RankCall<P>): Promise<Wide<P>> => {
    const expanded = await reranker.expand?.(query, { signal, onProgress })
    if (!expanded) return { hits, read: hits.length, expanded, vector: undefined }
    onExpanded(expanded)
    const own = await vectorOf(query, { signal })
    const wide = await firstStage(query, { signal, limit, expanded, ...own, passages: pace.passages() })
    const known = new Set(wide.map(({ id }) => id))
    // Found for the query as it is alone: maybe for no more than its function words.
    const others = keywordHits(hits, expanded).filter(({ id }) => !known.has(id))
    return { hits: [...wide, ...others], read: wide.length, expanded, vector: own.vector }
  }

  /** The reranker's answer. Where that is known to take long, an order on the way is told, if each document has a score in it. */
  const ask = async (
    readings: readonly Reading[],
    request: Parameters<SearchReranker['rank']>[0],
    options: CallOptions,
    onWhole: (answer: RankedAnswer) => void,
  ): Promise<RankedAnswer> => {
    if (!reranker.stream || !pace.exceeds(readings.length)) return reranker.rank(request, options)
    let last: RankedAnswer | undefined
    let told = false
    for await (const state of reranker.stream(request, options)) {
      last = state
      if (told || !isWhole(state, readings.length)) continue
      // One alone: an order that changes again and again is hard to read.
      told = true
      onWhole(state)
    }
    return last!
  }

  /** Reads some of the hits, and sorts all. The floor is that of the best `among` so many documents. */
  const read = async (
    call: RankCall<P>,
    wide: Wide<P>,
    readings: readonly Reading[],
    among = readings.length,
  ): Promise<Ranked<P>> => {
    const { query, signal, onProgress } = call
    const { hits, expanded, vector } = wide
    const order = ({ results, webrerank }: RankedAnswer): Ranked<P> => {
      const limits = { floor: floor ?? floorAmong(webrerank?.floor, among), minScore }
      const sorted = rerankedOrder(hits, readings, results, limits)
      const answered = sorted.some(({ answers }) => answers)
      return {
        results: answered ? sorted : lexicalOrder(expanded ? keywordHits(hits, expanded) : hits),
        answered,
        ...(webrerank && { engine: webrerank }),
      }
    }
    const start = performance.now()
    const documents = readings.map(({ text }) => text)
    const alike = vector && fuse !== false ? await likeness(vector, documents, { signal }) : undefined
    const request = {
      query,
      documents,
      fuse: fusionOf(readings, fuse, expanded !== undefined, alike),
      return_documents: false,
    }
    const answer = await ask(readings, request, { signal, onProgress }, (state) =>
      call.onRanked(order(state)),
    )
    const { cached, timings } = answer.webrerank ?? {}
    const took = performance.now() - start - (timings ? timings.load + timings.queue : 0)
    pace.note(readings.length - (cached?.scores ?? 0), took)
    return order(answer)
  }

  return async (call) => {
    const wide = await widen(call)
    const all = readingsOf(wide.hits.slice(0, wide.read))
    const first = firstReadings(all, candidates)
    if (first.length === 0) return { results: lexicalOrder(wide.hits), answered: false }
    if (first.length === all.length) return read(call, wide, all)
    // All at once where that is quick: an order that changes twice is hard to read.
    // Both orders go by one floor: what the first calls an answer is not taken back by the second.
    const among = Math.max(first.length, Math.min(all.length, pace.passages()))
    if (!pace.fits(all.length)) call.onRanked(await read(call, wide, first, among))
    const most = Math.max(first.length, pace.passages())
    // What was read before has its scores in memory.
    const chosen = new Set([...first, ...bestReadings(all, most)])
    return read(
      call,
      wide,
      all.filter((reading) => chosen.has(reading)),
      among,
    )
  }
}

/** Whether an order on the way has a score for each document. */
function isWhole({ webrerank }: RankedAnswer, documents: number): boolean {
  const { complete, scored = {} } = webrerank ?? {}
  return complete === false && Object.values(scored).reduce((sum, count) => sum + count, 0) === documents
}
