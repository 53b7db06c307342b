import { createReranker } from 'webrerank'
import type { Passage } from '../protocol.js'
import type { Library } from './library.js'
import type { Hit } from './results-view.js'
import { findBestSentences } from './sentences.js'

/** Passages that the first stage gives, and how many of them are reranked. */
const FOUND = 50
const CANDIDATES = 30

/** Passages of which the best sentence is looked for. */
const MARKED = 10

/** Milliseconds without a key after which typing rests. */
const REST = 600

/** All that there is to show of a search. */
export interface SearchState {
  query: string
  phase: 'idle' | 'searching' | 'found' | 'reranking' | 'reranked'
  hits: readonly Hit[]
  /** Milliseconds of the first stage in its worker, and of reranking. */
  searchTime: number
  rerankTime: number
  /** How many passages are reranked, and how many are done. */
  candidates: number
  scored: number
  /** Whether the model is still being loaded. */
  loading: boolean
  /** Why the order is the first stage's, where reranking failed. */
  reason: string
}

const IDLE: SearchState = {
  query: '',
  phase: 'idle',
  hits: [],
  searchTime: 0,
  rerankTime: 0,
  candidates: 0,
  scored: 0,
  loading: false,
  reason: '',
}

/** Searches by words at once, and reranks on Enter or when typing rests. A newer query ends the older. */
export function createSearchSession(library: Library, onChange: (state: SearchState) => void) {
  // The model on board runs on the CPU in webrerank's own engine, a few kilobytes that the service worker can keep:
  // a GPU would need ONNX Runtime, which is ten times the size of all the rest.
  const reranker = createReranker({ device: 'wasm' })
  let controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let state = IDLE

  const set = (change: Partial<SearchState>) => {
    state = { ...state, ...change }
    onChange(state)
  }

  async function search(text: string, wait: number) {
    controller.abort()
    clearTimeout(timer)
    controller = new AbortController()
    const { signal } = controller
    const query = text.trim()
    if (!query) return set(IDLE)
    set({ query, phase: 'searching', reason: '' })
    try {
      const { passages, milliseconds } = await library.search(query, FOUND)
      if (signal.aborted) return
      set({ phase: 'found', hits: passages.map((passage) => ({ passage })), searchTime: milliseconds })
      if (passages.length > 0) timer = setTimeout(() => void rerank(query, passages, signal), wait)
    } catch (error) {
      if (!signal.aborted) set({ phase: 'found', hits: [], reason: (error as Error).message })
    }
  }

  async function rerank(query: string, passages: readonly Passage[], signal: AbortSignal) {
    const candidates = passages.slice(0, CANDIDATES)
    set({ phase: 'reranking', candidates: candidates.length, scored: 0, loading: false })
    const start = performance.now()
    try {
      const documents = candidates.map(({ heading, text }) => (heading ? `${heading}\n${text}` : text))
      const { results } = await reranker.rank(
        { query, documents, return_documents: false, fuse: { with: 'order' } },
        {
          signal,
          onProgress({ step, loaded }) {
            if (!signal.aborted) set({ loading: step !== 'score', scored: step === 'score' ? loaded : 0 })
          },
        },
      )
      const ranked: Hit[] = results.map(({ index }, i) => ({ passage: candidates[index]!, moved: index - i }))
      const rest = passages.slice(CANDIDATES).map((passage) => ({ passage }))
      set({ phase: 'reranked', hits: [...ranked, ...rest], rerankTime: performance.now() - start })

      const marked = ranked.slice(0, MARKED)
      const texts = marked.map(({ passage }) => passage.text)
      const sentences = await findBestSentences(reranker, query, texts, signal)
      set({ hits: state.hits.map((hit, i) => ({ ...hit, sentence: sentences[i] })) })
    } catch (error) {
      if (signal.aborted) return
      set(state.phase === 'reranked' ? {} : { phase: 'found', reason: (error as Error).message })
    }
  }

  return {
    /** The query as it is now; reranked when no other comes for a while. */
    type: (query: string) => search(query, REST),
    /** Reranks without waiting. */
    submit: (query: string) => search(query, 0),
    /** Searches again: the collection has changed. */
    refresh: () => search(state.query, REST),
  }
}
