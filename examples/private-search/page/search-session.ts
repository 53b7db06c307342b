import { createReranker } from 'webrerank'
import { bestSentences, createSearch, type Hit, type SearchState } from 'webrerank/search'
import type { Filter, Passage } from '../shared/protocol.js'
import type { Library } from './library.js'

/** Passages that the first stage gives, and how many of them are reranked. */
const FOUND = 50
const CANDIDATES = 30

/** Passages of which the best sentence is looked for. */
const MARKED = 10

/** Milliseconds without a key after which typing rests. */
const REST = 600

export type PassageState = SearchState<Passage>

/** Searches by words at once, and reranks on Enter or when typing rests. */
export function createSearchSession(
  library: Library,
  filter: () => Filter,
  onChange: (state: PassageState) => void,
) {
  // The model on board runs on the CPU in webrerank's own engine, a few kilobytes that the service worker can keep:
  // a GPU would need ONNX Runtime, which is ten times the size of all the rest.
  const reranker = createReranker({ device: 'wasm' })
  const search = createSearch<Passage>({
    firstStage: async (query, { limit }) => (await library.search(query, limit, filter())).map(toHit),
    reranker,
    candidates: CANDIDATES,
    limit: FOUND,
    rest: REST,
    sentences: MARKED,
  })
  search.state.subscribe(onChange)

  /** One passage is in no order, and so was not read by the reranker. Its sentence is marked all the same. */
  async function markOnly(state: PassageState | undefined) {
    const [only] = state?.results ?? []
    if (!state || !only || state.reason?.code !== 'nothing_to_rerank') return
    const [sentence] = await bestSentences(state.query, only.text, { reranker })
    if (sentence && search.state.get() === state) onChange({ ...state, results: [{ ...only, sentence }] })
  }

  const run = async (text: string, rerank: 'now' | 'rest') => {
    await search.query(text, { rerank }).then(markOnly)
  }

  return {
    /** The query as it is now; reranked when no other comes for a while. */
    type: (query: string) => run(query, 'rest'),
    /** Reranks without waiting. */
    submit: (query: string) => run(query, 'now'),
    /** Searches again: the collection has changed, or what of it is searched. */
    refresh() {
      search.cancel()
      return run(search.state.get().query, 'rest')
    },
  }
}

function toHit(passage: Passage): Hit<Passage> {
  const { id, heading, title, path, text } = passage
  return { id: String(id), title: heading || title || nameOf(path), text, payload: passage }
}

/** `wifi` of `home/wifi.txt`. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')
}
