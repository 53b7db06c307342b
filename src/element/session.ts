import type { RerankerOptions } from 'webrerank'
import { type Pagefind, pagefindStage } from '../search/adapters/pagefind.js'
import { VECTORS_FILE } from '../search/adapters/site-vectors.js'
import { createSearch } from '../search/search.js'
import type { FirstStage, Search, SearchReranker } from '../search/types.js'
import { openFile, openInline } from './json/stage.js'

/** What the markup and the page say of a search. */
export interface SessionSettings {
  /** Of the page's own, in the place of `src`. */
  firstStage: FirstStage | undefined
  /** Of the page's own, in the place of `model`. */
  reranker: SearchReranker | undefined
  /** JSON inside the element. */
  inline: string | undefined
  src: string | undefined
  /** Empty for the file's usual place. */
  vectors: string | undefined
  model: string | undefined
  device: string | undefined
  readingTime: string | undefined
  locale: string
}

/** A search with all that it started. */
export interface Session {
  search: Search
  /** What ranks, for a person. */
  model: string | undefined
  /** Ends the search, and the workers of what the page did not bring itself. */
  dispose(): void
}

/** At the first focus, and not before: the code of the reranker, the index and the model are fetched. */
export async function openSession(settings: SessionSettings): Promise<Session> {
  const source = openSource(settings)
  // Without it there is still the first stage; why it is not there is told as an error that nobody caught.
  const own = settings.reranker ? undefined : await loadReranker(settings).catch(reportError)
  const reranker = settings.reranker ?? own ?? undefined
  const search = createSearch({
    firstStage: source.stage,
    reranker,
    candidates: 20,
    sentences: 5,
    readingTime: readingTimeFrom(settings),
    vectors: true,
    locale: settings.locale,
  })
  void search.warmUp()
  return {
    search,
    model: own?.model,
    dispose() {
      search.dispose()
      own?.dispose()
      source.close()
    },
  }
}

/** A wrong value is reported like an error that nobody caught, and the default stands. */
function readingTimeFrom({ readingTime }: SessionSettings): number | undefined {
  if (readingTime === undefined) return undefined
  if (/^\d{1,9}$/.test(readingTime)) return Number(readingTime)
  reportError(
    new TypeError(
      `<webrerank-search>: reading-time must be a whole number of milliseconds, not “${readingTime}”`,
    ),
  )
  return undefined
}

async function loadReranker({ model, device }: SessionSettings) {
  const { createReranker } = await import('webrerank')
  // What is no device is refused there.
  return createReranker({ model, device } as RerankerOptions)
}

/**
 * The first stage that the markup names: JSON inside the element, an address that ends in `.json`, or a folder with
 * Pagefind's index. What fails to load is told at the query, and tried again at the next.
 */
function openSource({ firstStage, inline, src, vectors }: SessionSettings): {
  stage: FirstStage
  close(): void
} {
  const nothing = () => {}
  if (firstStage) return { stage: firstStage, close: nothing }
  const address = new URL(src ?? 'pagefind/', document.baseURI)
  if (inline) return { stage: later(retried(() => openInline(inline))), close: nothing }
  if (address.pathname.endsWith('.json')) {
    const file = retried(() => openFile(address.href))
    const stage = later(async () => (await file()).stage)
    return { stage, close: () => void file().then(({ close }) => close(), nothing) }
  }
  const folder = address.href.replace(/\/?$/, '/')
  const file = new URL('pagefind.js', folder).href
  const options = vectors === undefined ? {} : { vectors: vectorsFile(vectors, folder) }
  return {
    stage: pagefindStage(
      retried(() => import(/* @vite-ignore */ file) as Promise<Pagefind>),
      options,
    ),
    close: nothing,
  }
}

/** An address in the markup is relative to the page, as `src` is. */
function vectorsFile(vectors: string, folder: string): URL {
  return vectors === '' ? new URL(VECTORS_FILE, folder) : new URL(vectors, document.baseURI)
}

function later(open: () => Promise<FirstStage>): FirstStage {
  return async (query, options) => (await open())(query, options)
}

/** Starts at once, keeps what came of it, and starts again after a failure. */
function retried<T>(start: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  const get = () => {
    running ??= start().catch((error) => {
      running = undefined
      throw error
    })
    return running
  }
  get().catch(() => {})
  return get
}
