import { create, insertMultiple } from '@orama/orama'
import { Document } from 'flexsearch'
import MiniSearch from 'minisearch'
import { createReranker } from 'webrerank'
import { bestSentences, createSearch, type FirstStage } from 'webrerank/search'
import { flexSearchStage } from 'webrerank/search/flexsearch'
import { miniSearchStage } from 'webrerank/search/minisearch'
import { oramaStage } from 'webrerank/search/orama'
import { type Pagefind, pagefindStage } from 'webrerank/search/pagefind'

type Page = { id: string; title: string; text: string; url: string }

const fields = ['title', 'text']

/** Each adapter on the real library, over the same pages. */
const STAGES: Record<string, (pages: Page[]) => FirstStage | Promise<FirstStage>> = {
  minisearch(pages) {
    const index = new MiniSearch<Page>({ fields, storeFields: ['title', 'text', 'url'] })
    index.addAll(pages)
    return miniSearchStage(index, { search: { prefix: true } })
  },
  async orama(pages) {
    const database = create({ schema: { id: 'string', title: 'string', text: 'string', url: 'string' } })
    await insertMultiple(database, pages)
    return oramaStage(database)
  },
  flexsearch(pages) {
    const index = new Document<Page>({ document: { id: 'id', index: ['title', 'text'], store: true } })
    for (const page of pages) index.add(page)
    return flexSearchStage(index)
  },
  pagefind: () =>
    pagefindStage(() => import(/* @vite-ignore */ `${'/pagefind/pagefind.js'}`) as Promise<Pagefind>),
}

const reranker = createReranker({ device: 'wasm' })

/** What a test calls. */
const site = {
  async search(name: string, pages: Page[], query: string) {
    const search = createSearch({ firstStage: await STAGES[name]!(pages), reranker, sentences: 1 })
    const told: { status: string; results: number; reranked: boolean }[] = []
    search.state.subscribe(({ status, results, reranked }) =>
      told.push({ status, results: results.length, reranked }),
    )
    const lexical = await search.query(query, { rerank: false })
    const state = await search.query(query, { rerank: 'now' })
    search.dispose()
    return { lexical, state, told }
  },
  bestSentences: (query: string, text: string) => bestSentences(query, text, { reranker, count: 2 }),
}

declare global {
  interface Window {
    site: typeof site
  }
}
window.site = site
