import { createReranker } from 'webrerank'
import { createSearch, type Hit, type SearchState } from 'webrerank/search'
import type { Filter, Found, Passage } from '../shared/protocol.js'
import type { Library } from './library.js'
import { soughtWords } from './question-words.js'
import { createVectorMaker } from './vectors.js'
import { judge } from './verdict.js'

/** Passages that the first stage gives of a large collection. Of a small one the reranker reads all. */
const FOUND = 100

/** Passages of which the best sentence is looked for. */
const MARKED = 10

/**
 * The built-in model's own floor, however many passages it reads: the floor that a search raises with their number
 * refused right answers among a person's files (docs/decisions/0052-floor-for-many.md). The same as `floor` in src/models/catalogue/tiny-en.ts.
 */
const FLOOR = 0.05

/** Milliseconds without a key after which typing rests. */
const REST = 600

export type PassageState = SearchState<Passage>

/** Searches by words at once, and reranks on Enter or when typing rests. */
export function createSearchSession(
  library: Library,
  filter: () => Filter,
  onChange: (state: PassageState) => void,
) {
  // The built-in model runs on the CPU in webrerank's own engine, a few kilobytes that the service worker can keep:
  // a GPU would need ONNX Runtime, which is ten times the size of all the rest.
  const reranker = createReranker({ device: 'wasm' })
  const search = createSearch<Passage>({
    firstStage: async (query, { limit, expanded = [], passages = 0, vector }) => {
      const words = soughtWords(query, expanded)
      const found = await library.search(query, limit, { ...filter(), words, everything: passages, vector })
      return found.map(toHit)
    },
    reranker,
    vectors: true,
    limit: FOUND,
    rest: REST,
    sentences: MARKED,
    floor: FLOOR,
  })
  search.state.subscribe((state) => onChange(judge(state)))

  return {
    /** Of the passages that have no vector yet. */
    vectors: createVectorMaker(library, reranker),
    /** Loads the model, so that the first question finds it there. */
    warmUp: () => void search.warmUp(),
    /** The query as it is now; reranked when no other comes for a while. */
    async type(query: string) {
      await search.query(query, { rerank: 'rest' })
    },
    /** Reranks without waiting. */
    async submit(query: string) {
      await search.query(query, { rerank: 'now' })
    },
    /** Searches again: the collection has changed, or what of it is searched. */
    async refresh() {
      search.cancel()
      await search.query(search.state.get().query, { rerank: 'rest' })
    },
  }
}

function toHit({ score, ...passage }: Found): Hit<Passage> {
  return {
    id: String(passage.id),
    title: titleOf(passage),
    text: passage.text,
    matched: score !== null,
    ...(score !== null && { score }),
    payload: passage,
  }
}

/** What a passage is about beside its text: `wifi` of `home/wifi.txt`, the file's title, and the heading. */
function titleOf({ path, title, heading }: Passage): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')
  return [...new Set([name, title, heading])].filter(Boolean).join(' › ')
}
