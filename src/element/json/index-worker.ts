import { expose } from 'comlink'
import type { FirstStage } from '../../search/types.js'
import { fetchPages } from './fetch-pages.js'
import { createPagesStage } from './pages.js'

let stage: FirstStage | undefined

/** What the worker does: a large index is read, built and asked without holding up the page. */
const api = {
  async open(address: string): Promise<void> {
    stage = createPagesStage(await fetchPages(address), address)
  },
  async search(query: string, options: Omit<Parameters<FirstStage>[1], 'signal' | 'onHits'>) {
    const hits = await stage!(query, { ...options, signal: new AbortController().signal })
    // The library's own results are of no use outside.
    return hits.map(({ payload: _, ...hit }) => hit)
  },
}
export type IndexWorker = typeof api

expose(api)
postMessage('ready')
