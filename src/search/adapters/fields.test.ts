import { create, insert } from '@orama/orama'
import { Document } from 'flexsearch'
import MiniSearch from 'minisearch'
import { expect, test } from 'vitest'
import { createSearch } from '../search.js'
import type { FirstStage } from '../types.js'
import { flexSearchStage } from './flexsearch.js'
import { miniSearchStage } from './minisearch.js'
import { oramaStage } from './orama.js'

const DOCUMENTS = [
  { id: 1, title: 'One', body: 'a vector database' },
  { id: 2, title: 'Two', body: 'a vector of numbers' },
]

const mini = (storeFields: string[]) => {
  const index = new MiniSearch({ fields: ['body'], storeFields })
  index.addAll(DOCUMENTS)
  return index
}
const flex = (store: boolean) => {
  const index = new Document<(typeof DOCUMENTS)[number]>({ document: { id: 'id', index: ['body'], store } })
  for (const document of DOCUMENTS) index.add(document)
  return index
}
const orama = () => {
  const database = create({ schema: { title: 'string', body: 'string' } as const })
  for (const { title, body } of DOCUMENTS) insert(database, { title, body })
  return database
}

/** Searches by a stage, and tells what the reranker read, and what the state says. */
async function read(firstStage: FirstStage<never> | FirstStage) {
  const texts: string[] = []
  const search = createSearch({
    firstStage: firstStage as FirstStage,
    rest: 0,
    reranker: {
      async rank({ documents }) {
        texts.push(...documents)
        return { results: documents.map((_, index) => ({ index, relevance_score: 0.5 })) }
      },
    },
  })
  const state = await search.query('vector', { rerank: 'now' })
  const { reranked, reason, results } = state!
  return { texts, reranked, code: reason?.code, message: reason?.message, results: results.length }
}

test.each([
  ['MiniSearch without storeFields', () => miniSearchStage(mini([])), 'storeFields'],
  ['MiniSearch with other fields', () => miniSearchStage(mini(['title', 'body'])), 'fields: { text: … }'],
  ['FlexSearch without store', () => flexSearchStage(flex(false)), 'store: true'],
  ['Orama with another property', () => oramaStage(orama()), 'fields: { text: … }'],
])('%s is not reranked, keeps its order, and says what to do', async (_, stage, told) => {
  const { texts, message, ...state } = await read(stage() as FirstStage)
  expect(texts).toEqual([])
  expect(state).toEqual({ reranked: false, code: 'no_text', results: 2 })
  expect(message).toContain(told)
})

test.each([
  ['MiniSearch', () => miniSearchStage(mini(['title', 'body']), { fields: { text: 'body' } })],
  ['FlexSearch', () => flexSearchStage(flex(true), { fields: { text: 'body' } })],
  ['Orama', () => oramaStage(orama(), { fields: { text: 'body' } })],
])('%s is read by the field that is named', async (_, stage) => {
  const { texts, reranked } = await read(stage() as FirstStage)
  expect(texts.toSorted()).toEqual(['One\na vector database', 'Two\na vector of numbers'])
  expect(reranked).toBe(true)
})

test('a document without text stands behind those that were read', async () => {
  const state = await createSearch({
    firstStage: () => [
      { id: 'blank', text: ' ' },
      { id: 'a', text: 'a' },
      { id: 'b', text: 'b' },
    ],
    rest: 0,
    reranker: {
      rank: async ({ documents }) => ({
        results: documents.map((_, i) => ({
          index: documents.length - 1 - i,
          relevance_score: 0.5 - i / 10,
        })),
      }),
    },
  }).query('a', { rerank: 'now' })
  expect(state!.results.map(({ id }) => id)).toEqual(['b', 'a', 'blank'])
  expect(state!.reranked).toBe(true)
})
